using System.Security.Claims;
using Agentic.Contracts;
using Agentic.Engine.Definitions;
using Agentic.Orchestration.Identity;
using Agentic.Orchestration.Packs;
using Agentic.Orchestration.Policies;
using Agentic.Orchestration.Requests;
using Agentic.Orchestration.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Agentic.Orchestration.Api.Ops;

/// <summary>Which packs run here, and the switch that stops one.</summary>
public static class PackEndpoints
{
    public static void MapPacks(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/packs").WithTags("Packs");
        group.MapGet("/", ListAsync).WithSummary("The packs of this host with owner, purpose and kill switch (staff).");
        group
            .MapPost("/{id}/suspension", SuspendAsync)
            .WithSummary("Kill switch: nothing of the pack passes its permit until it is taken back (ops).");
    }

    private static async Task<Results<Ok<IReadOnlyList<PackView>>, ProblemHttpResult>> ListAsync(
        ClaimsPrincipal user,
        PackRegistry packs,
        ISuspensionStore store,
        CancellationToken token
    )
    {
        if (!Caller.Of(user).IsStaff)
        {
            return new ApiRefusals.StaffOnly("Packs").ToResult();
        }
        var suspensions = (await store.ListAsync(token)).ToDictionary(row => row.Pack, View);
        return TypedResults.Ok<IReadOnlyList<PackView>>([
            .. packs
                .All.OrderBy(pack => pack.Name, StringComparer.Ordinal)
                .Select(pack => new PackView(
                    pack.Name,
                    pack.Owner,
                    pack.Purpose,
                    [.. pack.Actions.Keys],
                    pack.Actions.ToDictionary(action => action.Key, action => action.Value.Schema),
                    suspensions.GetValueOrDefault(pack.Name),
                    pack.Policies.Hash,
                    [.. pack.Actions.Values.Select(action => View(pack, action))],
                    [.. pack.Policies.Limits.Values.Select(View)],
                    pack.Texts.Keys.Where(IsWord).ToDictionary(key => key, key => pack.Texts.Render(key, []))
                )),
        ]);
    }

    private static async Task<Results<Ok<SuspensionView>, ProblemHttpResult>> SuspendAsync(
        string id,
        SetSuspension body,
        ClaimsPrincipal user,
        PackRegistry packs,
        Suspensions suspensions,
        CancellationToken token
    )
    {
        var caller = Caller.Of(user);
        if (!caller.IsStaff || packs.Find(id) is null)
        {
            return new Refusal.Missing().ToResult();
        }
        return !caller.Has(Roles.Ops) ? new ApiRefusals.NeedsRole(Roles.Ops).ToResult()
            : string.IsNullOrWhiteSpace(body.Reason) || body.Reason.Length > 500
                ? new Refusal.Invalid("reason", "Say why, with at most 500 characters.").ToResult()
            : TypedResults.Ok(View(await suspensions.SetAsync(id, body.Suspended, caller.User, body.Reason, token)));
    }

    private static bool IsWord(string key) =>
        key.Split('.')[0] is "field" or "operation" or "source" or "value" or "limit" or "topic";

    private static PackActionView View(Pack pack, CatalogueAction action)
    {
        var workflow = pack.Workflows[action.Workflow];
        var rules = workflow
            .Activities.Values.Where(activity => activity.Type == ActivityTypes.Gate)
            .SelectMany(gate => pack.Policies.RuleSets.GetValueOrDefault(gate.Literal("ruleSet") ?? "", []));
        return new(
            action.Name,
            action.Title,
            action.Purpose,
            workflow.Id,
            workflow.Version,
            workflow.Hash,
            action.Autonomy,
            action.SamplePercent,
            action.AutomaticUpTo,
            action.SecondOpinion,
            action.Approval.Role,
            action.Approval.Quorum,
            [
                .. rules.Select(rule => new RuleView(
                    rule.Id,
                    rule.Outcome,
                    rule.Staff,
                    rule.Approval?.Role,
                    rule.Approval?.Quorum,
                    rule.Observe
                )),
            ]
        );
    }

    private static LimitView View(Limit limit) =>
        new(
            limit.Name,
            limit.Per,
            System.Xml.XmlConvert.ToString(limit.Window),
            limit.Currency is { } currency ? Money.OfMinor(limit.Maximum, currency) : null,
            limit.Currency is null ? limit.Maximum : null,
            limit.AutomaticOnly
        );

    private static SuspensionView View(SuspensionRow row) => new(row.Suspended, row.By, row.Reason, row.At);
}
