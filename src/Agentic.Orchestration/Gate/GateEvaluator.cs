using System.Text.Json.Nodes;
using Agentic.Contracts;
using Agentic.Engine.Definitions;
using Agentic.Engine.Runs;
using Agentic.Orchestration.Connectors;
using Agentic.Orchestration.Packs;
using Agentic.Orchestration.Policies;
using Agentic.Orchestration.Requests;
using Agentic.Orchestration.Storage;
using Agentic.Orchestration.Text;

namespace Agentic.Orchestration.Gate;

/// <summary>
/// Gate = policy, then cost of error, autonomy and second opinion, which can only tighten, then what is under way on the
/// same target. The same evaluation serves the preview, the run, the permit's recheck and an employee's edit.
/// </summary>
internal sealed class GateEvaluator(
    ConnectorRegistry connectors,
    IEnumerable<ISealCheck> checks,
    ILedgerStore ledger,
    GateReader reader,
    TimeProvider time
)
{
    /// <param name="ordinal">The action that it is about, when it is part of the request already.</param>
    /// <returns>The decision, or why it cannot be made now.</returns>
    public async Task<(GateResult? Result, GateReadResult? Stopped)> EvaluateAsync(
        Pack pack,
        CatalogueAction action,
        WorkflowDefinition definition,
        RequestState state,
        JsonObject arguments,
        RunState? recorded,
        string? gate,
        int? ordinal,
        CancellationToken cancellationToken
    )
    {
        var own = ordinal is { } known ? state.Action(known) : null;
        string[] done =
        [
            .. own?.Effects.Where(effect => effect is { UndoOf: null, Happened: true })
                .Select(effect => effect.Reference)
                .OfType<string>()
                ?? [],
        ];
        var end = await reader.ToGateAsync(pack, definition, state, arguments, recorded, gate, done, cancellationToken);
        return end is GateReadResult.AtGate at
            ? (await DecideAsync(pack, action, definition, state, at, Review.Of(action, own), cancellationToken, ordinal), null)
            : (null, end);
    }

    public Task<GateReadResult> ReadAsync(
        Pack pack,
        WorkflowDefinition definition,
        RequestState state,
        JsonObject arguments,
        CancellationToken cancellationToken
    ) => reader.ToGateAsync(pack, definition, state, arguments, null, null, [], cancellationToken);

    /// <summary>Decides on what was just read.</summary>
    /// <param name="ordinal">The action to decide on, when the request has it already: its own ledger entries and
    /// reservations do not count against it.</param>
    public async Task<GateResult> DecideAsync(
        Pack pack,
        CatalogueAction action,
        WorkflowDefinition definition,
        RequestState state,
        GateReadResult.AtGate at,
        Review review,
        CancellationToken cancellationToken,
        int? ordinal = null
    )
    {
        var (effects, nothing) = EffectSealing.Seal(definition, at.Gate.Activity, at.Run, connectors);
        var rules = pack.Policies.RuleSets[(string)at.Gate.Inputs["ruleSet"]!];
        var used = await UsedAsync(
            pack.Policies,
            rules,
            at.Facts,
            ordinal is { } asking ? Ids.Run(state.Id, asking) : null,
            cancellationToken
        );
        var input = new PolicyInput(at.Facts, pack.Policies.Limits, used, pack.Policies.WhenMissing);
        var policy = PolicyEvaluator.Evaluate(rules, input, action.Approval, review.ByPerson);
        var atRisk = action.AtRisk is null ? null : JsonMoney.Read(input.Find(action.AtRisk));
        var (outcome, reasons, demand) = Tighten(policy, action, effects, review, pack.Texts, at.Facts);
        if (
            outcome is GateOutcome.Allowed or GateOutcome.NeedsApproval
            && effects
                .SelectMany(effect => effect.Targets)
                .Any(target => state.Planning.RefusedTargets.Contains($"{action.Name} {target}"))
        )
        {
            // The planner cannot bring a refused action back. When a colleague proposes it again, another colleague decides.
            if (review.ByPerson)
            {
                (outcome, reasons, demand) = (
                    GateOutcome.NeedsApproval,
                    [GateReasons.RefusedEarlier, .. reasons],
                    demand ?? action.Approval
                );
            }
            else
            {
                (outcome, reasons, demand) = (GateOutcome.Denied, [GateReasons.RefusedBefore], null);
            }
        }
        if (
            outcome != GateOutcome.Denied
            && await HolderAsync(effects, state, ordinal, review.ByPerson, cancellationToken) is { } holder
        )
        {
            (outcome, reasons, demand) = (GateOutcome.Denied, [GateReasons.HeldBy(holder.Run, holder.Status)], null);
        }
        if (outcome is GateOutcome.Allowed or GateOutcome.NeedsApproval && WhyInconsistent(at.Facts, effects) is { } problem)
        {
            // Nobody can approve what says two things at once.
            (outcome, reasons, demand) = (GateOutcome.HandOff, [GateReasons.Inconsistent(problem.Field, problem.Why)], null);
        }
        if (outcome == GateOutcome.Denied && state.IsStatutory)
        {
            (outcome, reasons, demand) = (GateOutcome.HandOff, [GateReasons.Statutory, .. reasons], null);
        }
        var instead =
            outcome == GateOutcome.Denied
                ? policy.Rules.Select(rule => rule.Instead).FirstOrDefault(text => text is not null) ?? GateReasons.AskAPerson
                : null;
        if (outcome is GateOutcome.Denied or GateOutcome.HandOff && policy.Rules.Any(rule => rule.Conceal))
        {
            (effects, atRisk) = ([], null);
        }
        var decision = new GateDecision(
            outcome,
            reasons,
            demand,
            Facts(action, policy, at),
            effects,
            outcome is GateOutcome.Allowed or GateOutcome.NeedsApproval
                ? GateLimits.Reservations(pack.Policies, rules, input, outcome)
                : [],
            atRisk,
            instead is null ? null : pack.Texts.Fill(instead, at.Facts),
            nothing.Count == 0 ? null : nothing,
            atRisk is null || action.PaidTo is null ? null : JsonText.Read(References.Walk(at.Facts, action.PaidTo))
        );
        return new(at.Gate.Activity, decision, at.Facts, at.Run, at.Gate.Step);
    }

    private static (GateOutcome, IReadOnlyList<GateReason>, ApprovalDemand?) Tighten(
        PolicyDecision policy,
        CatalogueAction action,
        IReadOnlyList<SealedEffect> effects,
        Review review,
        Texts texts,
        JsonObject values
    )
    {
        var reasons = policy
            .Rules.Select(rule => new GateReason(rule.Id, texts.Fill(rule.Staff, values), texts.Fill(rule.Customer, values)))
            .ToArray();
        if (
            action.Autonomy == Autonomy.Assist
            && !review.ByPerson
            && policy.Outcome is GateOutcome.Allowed or GateOutcome.NeedsApproval
        )
        {
            // With Assist the machine only prepares; an action that an employee proposes is decided like any other.
            return (GateOutcome.HandOff, [GateReasons.Assist], null);
        }
        if (policy.Outcome == GateOutcome.NeedsApproval && review.Doubts)
        {
            return (policy.Outcome, [.. reasons, GateReasons.SecondOpinion(review.Opinion)], policy.Approval);
        }
        if (policy.Outcome != GateOutcome.Allowed)
        {
            return (policy.Outcome, reasons, policy.Approval);
        }
        if (review.Doubts)
        {
            return (GateOutcome.NeedsApproval, [GateReasons.SecondOpinion(review.Opinion)], action.Approval);
        }
        if (action.Autonomy is Autonomy.Assist or Autonomy.Approve)
        {
            return (GateOutcome.NeedsApproval, [GateReasons.Autonomy], action.Approval);
        }
        var lost = effects.Where(effect => effect.Undo is null).Select(effect => effect.Amount).OfType<Money>().ToArray();
        var tooCostly =
            action.AutomaticUpTo is { } most
            && (
                lost.Any(money => money.Currency != most.Currency)
                || lost.Sum(money => money.Amount) + (action.HandlingCost?.Amount ?? 0) > most.Amount
            );
        return tooCostly
            ? (GateOutcome.NeedsApproval, [GateReasons.CostOfError], action.Approval)
            : (GateOutcome.Allowed, reasons, null);
    }

    /// <summary>The run whose effect holds one of the targets, here or in another request; null when they are free.</summary>
    private async Task<(string Run, EffectStatus Status)?> HolderAsync(
        IReadOnlyList<SealedEffect> effects,
        RequestState state,
        int? ordinal,
        bool byPerson,
        CancellationToken cancellationToken
    )
    {
        foreach (var effect in effects.Where(effect => effect.Targets.Count > 0))
        {
            // A person may ask for a recurring effect again once it is done.
            bool Blocks(EffectStatus status) => !(effect.Recurs && byPerson && status == EffectStatus.Done);
            if (
                (await ledger.ListEntriesAsync(effect.Kind, effect.Targets, cancellationToken)).FirstOrDefault(entry =>
                    entry.Live && entry.RequestId != state.Id && Blocks(entry.Status)
                ) is
                { } elsewhere
            )
            {
                return (Ids.Run(elsewhere.RequestId, elsewhere.Ordinal), elsewhere.Status);
            }
            foreach (var action in state.Actions.Where(action => action.Ordinal != ordinal))
            {
                if (
                    action.Effects.FirstOrDefault(other =>
                        other.IsLive
                        && Blocks(other.Status)
                        && other.Effect.Kind == effect.Kind
                        && other.Effect.Targets.Intersect(effect.Targets).Any()
                    ) is
                    { } here
                )
                {
                    return (Ids.Run(state.Id, action.Ordinal), here.Status);
                }
            }
        }
        return null;
    }

    /// <param name="except">The run that asks: its own reservation does not count against it.</param>
    private async Task<Dictionary<string, long>> UsedAsync(
        PolicySet policies,
        IReadOnlyList<Rule> rules,
        JsonObject facts,
        string? except,
        CancellationToken cancellationToken
    )
    {
        var used = new Dictionary<string, long>();
        foreach (var limit in GateLimits.LimitsOf(policies, rules))
        {
            if (GateLimits.Counter(limit, facts) is { } counter)
            {
                used[limit.Name] = await ledger.SumLimitAsync(
                    counter,
                    time.GetUtcNow() - limit.Window,
                    except,
                    cancellationToken
                );
            }
        }
        return used;
    }

    /// <summary>What the action rests on, and what the deciding rules looked at: the evidence.</summary>
    private static IReadOnlyList<Fact> Facts(CatalogueAction action, PolicyDecision policy, GateReadResult.AtGate at) =>
        [
            .. action
                .ExactFacts.Concat(
                    policy
                        .Rules.SelectMany(rule => rule.When.Reads)
                        .Where(read => !read.StartsWith("limit:", StringComparison.Ordinal))
                )
                .Distinct()
                .Select(name => new Fact(
                    name,
                    References.Walk(at.Facts, name)?.DeepClone(),
                    at.Sources.GetValueOrDefault(name.Split('.')[0])?.Source ?? "request",
                    at.Sources.GetValueOrDefault(name.Split('.')[0])?.ReadAt ?? LastRead(at)
                )),
        ];

    private (string Field, string Why)? WhyInconsistent(JsonObject facts, IReadOnlyList<SealedEffect> effects)
    {
        var arguments = facts["arguments"] as JsonObject ?? [];
        return SealConsistency.FindProblem(arguments, effects, facts)
            ?? checks.Select(check => check.Check(arguments, effects)).FirstOrDefault(problem => problem is not null);
    }

    private static DateTimeOffset LastRead(GateReadResult.AtGate at) =>
        at.Sources.Values.Select(source => source.ReadAt).DefaultIfEmpty(DateTimeOffset.UnixEpoch).Max();
}
