using System.Security.Cryptography;
using Agentic.Contracts;
using Agentic.Engine.Canonical;
using Agentic.Engine.Runs;
using Agentic.Orchestration.Gate;
using Agentic.Orchestration.Requests;
using Agentic.Orchestration.Requests.Cases;
using Agentic.Orchestration.Security;

namespace Agentic.Orchestration.Execution;

/// <summary>What each of the gate's answers leads to.</summary>
internal sealed class GateStep(
    GateEvaluator evaluator,
    LedgerKeys keys,
    RoleHolders holders,
    Secrets secrets,
    TimeProvider time
)
{
    /// <returns>False when the walk is over for now.</returns>
    public async Task<bool> DecideAsync(
        ActionExecution walk,
        StepCommand step,
        StepRunner steps,
        CancellationToken cancellationToken
    )
    {
        var (result, stopped) = walk.ReadsAreFresh
            ? (
                await evaluator.DecideAsync(
                    walk.Pack,
                    walk.Catalogue,
                    walk.Definition,
                    walk.State,
                    new(walk.Run, step, walk.Facts, walk.Sources),
                    Review.Of(walk.Catalogue, walk.Action),
                    cancellationToken
                ),
                null
            )
            : await evaluator.EvaluateAsync(
                walk.Pack,
                walk.Catalogue,
                walk.Definition,
                walk.State,
                walk.Action.Arguments,
                walk.Run,
                step.Activity,
                walk.Ordinal,
                cancellationToken
            );
        if (result is null)
        {
            return await steps.StuckAsync(
                walk,
                step.Activity,
                (stopped as GateRead.Unavailable)?.Reason ?? "the gate cannot be reached by reading",
                cancellationToken
            );
        }
        var decision = result.Decision;
        walk.Facts = result.Values;
        if (decision.Outcome is GateOutcome.Allowed or GateOutcome.NeedsApproval && AskAgain(walk, result) is { } requoted)
        {
            walk.Record(requoted);
            await steps.SaveEventsAsync(walk, cancellationToken);
            return false;
        }
        walk.Record(new GateDecided(walk.Ordinal, step.Activity, decision));
        switch (decision.Outcome)
        {
            case GateOutcome.Denied:
                walk.Denied = decision;
                walk.Step(new StepCompleted(step.Step, "Denied"));
                return true;
            case GateOutcome.HandOff:
                walk.Record(
                    HandOffFactory.Make(
                        walk.Pack,
                        walk.State,
                        "policy",
                        decision.Reasons[0].Staff,
                        time.GetUtcNow(),
                        walk.Ordinal
                    )
                );
                walk.Record(new ActionEnded(walk.Ordinal, ActionStatus.Skipped, "Policy hands this to a person."));
                walk.CancelRun();
                await steps.SaveAsync(walk, cancellationToken);
                return false;
            case GateOutcome.NeedsApproval:
                if (!await AskAsync(walk, Ask(walk, step.Activity, result, replaced: LastVoided(walk)), cancellationToken))
                {
                    walk.CancelRun();
                }
                else
                {
                    walk.Step(new StepWaits(step.Step, new("approval")));
                }
                await steps.SaveAsync(walk, cancellationToken);
                return false;
            default:
                await PermitAsync(walk, step, decision, approvalId: null, cancellationToken);
                return true;
        }
    }

    /// <summary>From the append of these facts on there is no way back, only reconciling and undo.</summary>
    public async Task PermitAsync(
        ActionExecution walk,
        StepCommand step,
        GateDecision decision,
        string? approvalId,
        CancellationToken cancellationToken
    )
    {
        var entries = new List<LedgerEntry>();
        foreach (var effect in decision.Effects)
        {
            entries.Add(new(await keys.ForAsync(walk.Pack.Name, effect, cancellationToken), effect));
        }
        walk.Record(new PermitConsumed(walk.Ordinal, step.Activity, approvalId, entries, decision.Limits));
        walk.Step(new StepCompleted(step.Step, "Allowed"));
    }

    /// <summary>
    /// Nobody waits for a decision that nobody can make: the role to escalate to is asked at once, or a person has
    /// the request.
    /// </summary>
    /// <returns>False when there is no approval.</returns>
    public async Task<bool> AskAsync(ActionExecution walk, ApprovalRequested asked, CancellationToken cancellationToken)
    {
        if (await holders.MissingRoleAsync(asked.Demand, cancellationToken) is not { } missing)
        {
            walk.Record(asked);
            return true;
        }
        if (
            asked.Demand.EscalateTo is { } to
            && await holders.CanDecideAsync(asked.Demand with { Role = to }, cancellationToken)
        )
        {
            walk.Record(asked);
            walk.Record(new ApprovalEscalated(asked.ApprovalId, to, asked.Deadline));
            return true;
        }
        walk.Record(
            HandOffFactory.Make(
                walk.Pack,
                walk.State,
                "nobody",
                HandOffReasons.NobodyDecides(missing),
                time.GetUtcNow(),
                walk.Ordinal
            )
        );
        walk.Record(new ActionEnded(walk.Ordinal, ActionStatus.Skipped, $"Nobody holds the role {missing}."));
        return false;
    }

    public ApprovalRequested Ask(ActionExecution walk, string gate, GateResult result, ApprovalState? replaced)
    {
        var demand = result.Decision.Approval!;
        var now = time.GetUtcNow();
        var expires = walk.Pack.Calendar.Add(now, demand.ExpireAfter);
        var pinned = walk.Action with { Workflow = walk.Definition.Id, WorkflowHash = walk.Definition.Hash };
        var content = SealedContent.Of(
            walk.State,
            pinned,
            result.Decision,
            walk.Catalogue.ExactFacts,
            Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)),
            expires
        );
        return new(
            Ids.Approval(walk.State.Id, walk.State.Approvals.Count + 1),
            walk.Ordinal,
            gate,
            walk.Pack.Texts.Render(walk.Catalogue.Sentence, walk.State.Locale, result.Values),
            content,
            secrets.Seal(CanonicalJson.Serialize(content)),
            demand,
            walk.Pack.Calendar.Add(now, demand.Deadline),
            demand.RemindAfter is { } remind ? walk.Pack.Calendar.Add(now, remind) : null,
            expires,
            replaced?.Id,
            replaced is null ? [] : SealDifference.Between(replaced.Asked.Content, content),
            result.Decision
        );
    }

    /// <summary>The customer said yes to one sentence with all its figures; anything else needs another yes.</summary>
    private ActionEdited? AskAgain(ActionExecution walk, GateResult result)
    {
        return IsCovered(walk, result)
            ? null
            : PlannedActions.Edit(
                EntryOf(walk, result),
                RequestFold.SystemActor,
                walk.State.PlanVersion + 1,
                needsConsent: true
            );
    }

    public bool IsCovered(ActionExecution walk, GateResult result) =>
        PlannedActions.IsCovered(walk.Pack, walk.Catalogue, walk.Action, result, () => EntryOf(walk, result));

    public PlannedAction EntryOf(ActionExecution walk, GateResult result) =>
        PlannedActions.Of(walk.Pack, walk.State, walk.Catalogue, walk.Action.Arguments, result, walk.Ordinal, time.GetUtcNow());

    private static ApprovalState? LastVoided(ActionExecution walk) =>
        walk.State.Approvals.LastOrDefault(approval => approval.Asked.Ordinal == walk.Ordinal) is { } last
        && walk.StatusOf(last) is ApprovalStatus.Voided or ApprovalStatus.Edited
            ? last
            : null;
}
