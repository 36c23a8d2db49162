using System.Security.Claims;
using Agentic.Engine.Definitions;
using Agentic.Orchestration.Identity;
using Agentic.Orchestration.Journal;
using Agentic.Orchestration.Monitoring;
using Agentic.Orchestration.Packs;
using Agentic.Orchestration.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Agentic.Orchestration.Api.Ops;

/// <summary>The processes of all packs, what is measured of them, and the proof that journals are whole.</summary>
internal static class WorkflowEndpoints
{
    public static void MapWorkflows(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api").WithTags("Runs");
        group
            .MapGet(
                "/workflows",
                (ClaimsPrincipal user, PackRegistry packs) =>
                    Caller.Of(user).IsStaff
                        ? Results.Ok(
                            packs.All.SelectMany(pack => pack.Workflows.Values.Select(workflow => View(pack, workflow)))
                        )
                        : new ApiRefusals.StaffOnly("Workflows").ToResult()
            )
            .Produces<IReadOnlyList<WorkflowView>>()
            .WithSummary("Workflows of all packs.");
        group
            .MapGet(
                "/workflows/{id}/{version:int}",
                async (
                    string id,
                    int version,
                    ClaimsPrincipal user,
                    PackRegistry packs,
                    ProcessMap map,
                    CancellationToken token
                ) =>
                    Caller.Of(user).IsStaff
                    && packs
                        .All.SelectMany(pack => pack.Workflows.Values.Select(workflow => (pack, workflow)))
                        .FirstOrDefault(found => found.workflow.Id == id && found.workflow.Version == version)
                        is { workflow: not null } found
                        ? Results.Ok(await map.DrawAsync(found.pack, found.workflow, token))
                        : new Refusal.Missing().ToResult()
            )
            .Produces<ProcessMapView>()
            .WithSummary("One workflow version as a map, with the runs at each step.");
        group
            .MapGet(
                "/workflows/{id}/statistics",
                async (string id, ClaimsPrincipal user, PackRegistry packs, WorkflowMeter meter, CancellationToken token) =>
                    !Caller.Of(user).IsStaff || packs.All.All(pack => !pack.Workflows.ContainsKey(id))
                        ? new Refusal.Missing().ToResult()
                    : !Caller.Of(user).Has(Roles.Ops, Roles.Experience)
                        ? new ApiRefusals.NeedsRole(Roles.Ops, Roles.Experience).ToResult()
                    : Results.Ok(await meter.MeasureAsync(id, token))
            )
            .Produces<WorkflowStatistics>()
            .WithSummary("The four factors, measured from the newest 500 runs.");
        group
            .MapGet(
                "/audit/verification",
                async (ClaimsPrincipal user, JournalVerifier verifier, CancellationToken token) =>
                {
                    if (!Caller.Of(user).Has(Roles.Privacy))
                    {
                        return new ApiRefusals.NeedsRole(Roles.Privacy, Roles.Admin).ToResult();
                    }
                    var (requests, events, checkpoints, defects) = await verifier.VerifyAsync(token);
                    return Results.Ok(
                        new
                        {
                            requests,
                            events,
                            checkpoints,
                            defects,
                        }
                    );
                }
            )
            .WithSummary("Proves all journals against their chains and checkpoints.");
    }

    private static WorkflowView View(Pack pack, WorkflowDefinition workflow) =>
        new(workflow.Id, workflow.Name, workflow.Version, workflow.Hash, pack.Name, pack.Owner, [.. workflow.Activities.Keys]);
}
