using System.Security.Claims;
using Agentic.Contracts;
using Agentic.Engine.Definitions;
using Agentic.Orchestration.Identity;
using Agentic.Orchestration.Journal;
using Agentic.Orchestration.Monitoring;
using Agentic.Orchestration.Packs;
using Agentic.Orchestration.Requests;
using Agentic.Orchestration.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Agentic.Orchestration.Api.Ops;

/// <summary>What ops see and may do.</summary>
public static class RunEndpoints
{
    public static void MapRuns(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api").WithTags("Runs");
        group.MapGet("/runs", ListAsync).WithSummary("Runs, newest first; state is an action state or Stuck.");
        group.MapGet("/runs/{id}", ShowAsync).WithSummary("One run with steps, effects and keys.");
        group
            .MapPost(
                "/runs/{id}/retry",
                (
                    string id,
                    bool? dryRun,
                    ActOnRun? body,
                    ClaimsPrincipal user,
                    RequestJournal journal,
                    CancellationToken token
                ) =>
                    ActAsync(
                        id,
                        "retry",
                        dryRun,
                        body,
                        user,
                        journal,
                        (caller, _, action, _) => RunCommands.Retry(caller, action),
                        token
                    )
            )
            .WithSummary("Tries a stuck or unclear step again now.");
        group
            .MapPost(
                "/runs/{id}/undo",
                (
                    string id,
                    bool? dryRun,
                    ActOnRun? body,
                    ClaimsPrincipal user,
                    RequestJournal journal,
                    RunCommands commands,
                    CancellationToken token
                ) => ActAsync(id, "undo", dryRun, body, user, journal, commands.Undo, token)
            )
            .WithSummary("Asks to take completed effects back, newest first; others approve it.");
        group
            .MapPost(
                "/runs/{id}/cancel",
                (
                    string id,
                    bool? dryRun,
                    ActOnRun? body,
                    ClaimsPrincipal user,
                    RequestJournal journal,
                    RunCommands commands,
                    CancellationToken token
                ) => ActAsync(id, "cancel", dryRun, body, user, journal, commands.Cancel, token)
            )
            .WithSummary(
                "Ends a run of which nothing is under way: what it reserved is free again, what it did goes to a person."
            );
        group
            .MapGet(
                "/workflows",
                (ClaimsPrincipal user, PackRegistry packs) =>
                    Caller.Of(user).IsStaff
                        ? Results.Ok(
                            packs.All.SelectMany(pack => pack.Workflows.Values.Select(workflow => View(pack, workflow)))
                        )
                        : Refusal.Forbidden("Workflows are for staff.").ToResult()
            )
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
                        : Refusal.NotFound.ToResult()
            )
            .Produces<ProcessMapView>()
            .WithSummary("One workflow version as a map, with the runs at each step.");
        group
            .MapGet(
                "/workflows/{id}/statistics",
                async (string id, ClaimsPrincipal user, PackRegistry packs, WorkflowMeter meter, CancellationToken token) =>
                    !Caller.Of(user).IsStaff || packs.All.All(pack => !pack.Workflows.ContainsKey(id))
                        ? Refusal.NotFound.ToResult()
                    : !Caller.Of(user).Has(Roles.Ops, Roles.Experience)
                        ? Refusal.Forbidden("This needs the role ops or cx.").ToResult()
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
                        return Refusal.Forbidden("Verification is for privacy and admin.").ToResult();
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

    private static async Task<IResult> ActAsync(
        string id,
        string operation,
        bool? dryRun,
        ActOnRun? body,
        ClaimsPrincipal user,
        RequestJournal journal,
        Func<Caller, RequestState, ActionState, string, (RunPreview Preview, IReadOnlyList<JournalEvent> Events)> act,
        CancellationToken token
    )
    {
        var caller = Caller.Of(user);
        if (!caller.IsStaff || await FindAsync(id, journal, token) is not { } found)
        {
            return Refusal.NotFound.ToResult();
        }
        if (
            !caller.Has(Roles.Ops)
            || caller.User == found.State.SubmittedBy
            || (caller.CustomerId is not null && caller.CustomerId == found.State.CustomerId)
        )
        {
            await journal.UpdateAsync(
                found.State.Id,
                _ =>
                    [
                        new AccessRefused(
                            caller.User,
                            $"{operation} {id}",
                            "Needs the role ops, and nobody acts on their own request."
                        ),
                    ],
                token
            );
            return Refusal.Forbidden("This needs the role ops, and nobody acts on their own request.").ToResult();
        }
        var reason = body?.Reason?.Trim() ?? "";
        if (reason.Length > 500 || (reason.Length == 0 && dryRun != true && operation != "retry"))
        {
            return Refusal.Invalid("reason", "Say why, with 1 to 500 characters.").ToResult();
        }
        if (dryRun == true)
        {
            return TypedResults.Ok(act(caller, found.State, found.Action, reason).Preview);
        }
        RunPreview? preview = null;
        var (after, _) = await journal.UpdateAsync(
            found.State.Id,
            current =>
            {
                (preview, var events) = act(caller, current, current.Action(found.Action.Ordinal), reason);
                return preview.Possible ? events : [];
            },
            token
        );
        var view = View(after, after.Action(found.Action.Ordinal));
        return preview!.Possible ? TypedResults.Ok(view) : Refusal.Conflict(preview.Why).ToResult(view);
    }

    private static async Task<Results<Ok<Page<RunView>>, ProblemHttpResult>> ListAsync(
        string? state,
        string? workflow,
        string? after,
        ClaimsPrincipal user,
        IStore store,
        RequestJournal journal,
        CancellationToken token
    )
    {
        if (!Caller.Of(user).IsStaff)
        {
            return Refusal.Forbidden("Runs are for staff.").ToResult();
        }
        if (Query.CheckAfter(after) is { } invalid)
        {
            return invalid.ToResult();
        }
        if (state is not (null or "Stuck") && !Enum.GetNames<ActionStatus>().Contains(state))
        {
            return Refusal
                .Invalid("state", $"Must be Stuck or one of {string.Join(", ", Enum.GetNames<ActionStatus>())}.")
                .ToResult();
        }
        var rows = await store.ListRunsAsync(state, workflow, after, Paging.Size + 1, token);
        var views = new Dictionary<string, RunView>();
        foreach (var row in rows.Take(Paging.Size))
        {
            var request = (await journal.FindAsync(row.RequestId, token))!;
            if (request.Actions.FirstOrDefault(action => action.Ordinal == row.Ordinal) is { } action)
            {
                views[row.Id] = View(request, action) with { Run = null };
            }
        }
        return TypedResults.Ok(Paging.Of(rows, row => row.Id, row => views.GetValueOrDefault(row.Id)));
    }

    private static async Task<Results<Ok<RunView>, ProblemHttpResult>> ShowAsync(
        string id,
        ClaimsPrincipal user,
        RequestJournal journal,
        CancellationToken token
    ) =>
        Caller.Of(user).IsStaff && await FindAsync(id, journal, token) is { } found
            ? TypedResults.Ok(View(found.State, found.Action))
            : Refusal.NotFound.ToResult();

    private static async Task<(RequestState State, ActionState Action)?> FindAsync(
        string id,
        RequestJournal journal,
        CancellationToken token
    ) =>
        Ids.RequestOf(id) is { } requestId
        && await journal.FindAsync(requestId, token) is { } state
        && state.Actions.FirstOrDefault(action => Ids.Run(state.Id, action.Ordinal) == id) is { } action
            ? (state, action)
            : null;

    private static RunView View(RequestState state, ActionState action) =>
        new(
            Ids.Run(state.Id, action.Ordinal),
            state.Id,
            action.Ordinal,
            action.Name,
            action.Workflow,
            action.WorkflowHash,
            action.Stuck is not null ? "Stuck" : action.Status.ToString(),
            action.Stuck,
            [
                .. action.Effects.Select(effect => new EffectView(
                    effect.Key,
                    effect.Effect.Operation,
                    effect.Effect.Targets,
                    effect.Effect.Amount,
                    effect.Status,
                    effect.Attempt,
                    effect.Reference,
                    effect.Reason,
                    effect.UndoOf,
                    effect.Effect.Undo is not null
                )),
            ],
            action.Run?.ToJson(),
            action.End?.Why
        );

    private static WorkflowView View(Pack pack, WorkflowDefinition workflow) =>
        new(workflow.Id, workflow.Name, workflow.Version, workflow.Hash, pack.Name, pack.Owner, [.. workflow.Activities.Keys]);
}
