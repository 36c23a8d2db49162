using Agentic.Contracts;
using Agentic.Engine.Runs;
using Agentic.Orchestration.Gate;
using Agentic.Orchestration.Requests;
using Agentic.Orchestration.Requests.Cases;
using Microsoft.Extensions.Logging;

namespace Agentic.Orchestration.Execution;

/// <summary>
/// K1: before an approval is used, facts are read again, policy is asked again, and the deciders must still be who
/// they were.
/// </summary>
internal sealed class PermitStep(
    GateEvaluator evaluator,
    GateStep gates,
    StepRunner steps,
    ApprovalRights rights,
    ConflictOfInterestCheck own,
    ExecutionOptions options,
    TimeProvider time,
    ILogger<PermitStep> log
)
{
    public async Task UseAsync(ActionExecution walk, ApprovalState approval, CancellationToken cancellationToken)
    {
        if (time.GetUtcNow() >= approval.Asked.ExpiresAt)
        {
            await ApprovalTimers.ExpireAsync(walk, approval, steps, time.GetUtcNow(), cancellationToken);
            return;
        }
        var step = RunEngine
            .Outstanding(walk.Definition, Resumed(walk, approval))
            .First(step => step.Activity == approval.Asked.Gate);
        var (result, stopped) = await evaluator.EvaluateAsync(
            walk.Pack,
            walk.Catalogue,
            walk.Definition,
            walk.State,
            walk.Action.Arguments,
            walk.Run,
            approval.Asked.Gate,
            walk.Ordinal,
            cancellationToken
        );
        if (result is null)
        {
            await steps.StuckAsync(
                walk,
                approval.Asked.Gate,
                (stopped as GateRead.Unavailable)?.Reason ?? "the gate cannot be reached by reading",
                cancellationToken
            );
            return;
        }
        var difference = Differences(walk, approval, result);
        if (difference.Count == 0 && walk.Action.Terms is not null && !gates.IsCovered(walk, result))
        {
            // The approver's seal still fits, and the customer's yes does not.
            difference.Add(new("terms", walk.Action.Sentence, gates.EntryOf(walk, result).Sentence));
        }
        foreach (var decision in approval.Decisions.Where(decision => decision.Decision == DecisionKind.Approve))
        {
            switch (await own.CheckAsync(decision.By, walk.State, cancellationToken))
            {
                case { Status: 403 } conflict:
                    difference.Add(new("deciders", decision.By, conflict.Detail));
                    break;
                case { } unavailable:
                    await steps.StuckAsync(walk, approval.Asked.Gate, unavailable.Detail, cancellationToken);
                    return;
            }
        }
        if (difference.Count > 0)
        {
            await VoidAsync(walk, approval, result, difference, cancellationToken);
            return;
        }
        walk.Facts = result.Values;
        walk.Record(new PolicyRechecked(walk.Ordinal, approval.Id));
        walk.Record(new ApprovalClosed(approval.Id, ApprovalStatus.Used, "The permit was consumed."));
        walk.Step(new StepResumed(step.Step));
        await gates.PermitAsync(walk, step, result.Decision, approval.Id, cancellationToken);
        await steps.AdvanceAsync(walk, cancellationToken);
    }

    private static RunState Resumed(ActionExecution walk, ApprovalState approval) =>
        RunEngine.Apply(
            walk.Definition,
            walk.Run,
            new StepResumed(walk.Run.Open.First(open => open.Activity == approval.Asked.Gate).Step)
        );

    private List<Difference> Differences(ActionExecution walk, ApprovalState approval, GateResult result)
    {
        var content = approval.Asked.Content;
        var fresh = SealedContent.Of(
            walk.State,
            walk.Action,
            result.Decision,
            walk.Catalogue.ExactFacts,
            (string)content["nonce"]!,
            approval.Asked.ExpiresAt
        );
        var differences = SealDifference.Between(content, fresh).ToList();
        if (rights.GetMissingQuorum(walk.State, walk.Action, approval) is { } missing)
        {
            differences.Add(new("deciders", string.Join(", ", approval.Decisions.Select(decision => decision.By)), missing));
        }
        return differences;
    }

    private async Task VoidAsync(
        ActionExecution walk,
        ApprovalState approval,
        GateResult result,
        List<Difference> difference,
        CancellationToken cancellationToken
    )
    {
        ExecutionLog.Voided(log, approval.Id, difference.Count);
        var now = time.GetUtcNow();
        if (walk.Action.Voided + 1 >= options.MaxVoided)
        {
            walk.Record(new ApprovalClosed(approval.Id, ApprovalStatus.Voided, "Changed too often since it was asked."));
            walk.Record(HandOffFactory.Make(walk.Pack, walk.State, "voided", HandOffReasons.VoidedThrice, now, walk.Ordinal));
            walk.Record(
                new ActionEnded(walk.Ordinal, ActionStatus.Skipped, "Handed to a person: its approval was voided three times.")
            );
            walk.CancelRun();
            await steps.SaveAsync(walk, cancellationToken);
            return;
        }
        var consented = gates.IsCovered(walk, result);
        if (consented && result.Decision.Outcome == GateOutcome.NeedsApproval)
        {
            var next = gates.Ask(walk, approval.Asked.Gate, result, approval);
            var shown = next.Difference.Count > 0 ? next : next with { Difference = difference };
            walk.Record(
                new ApprovalClosed(approval.Id, ApprovalStatus.Voided, "Changed since it was asked.", shown.ApprovalId)
            );
            walk.Record(new GateDecided(walk.Ordinal, approval.Asked.Gate, result.Decision));
            if (!await gates.AskAsync(walk, shown, cancellationToken))
            {
                walk.CancelRun();
            }
            await steps.SaveAsync(walk, cancellationToken);
            return;
        }
        // The gate decides anew: it may ask the customer again, refuse, hand off, or allow under policy.
        walk.Record(new ApprovalClosed(approval.Id, ApprovalStatus.Voided, "Changed since it was asked."));
        var open = walk.Run.Open.First(open => open.Activity == approval.Asked.Gate);
        walk.Step(new StepResumed(open.Step));
        await steps.FinishAsync(walk, cancellationToken);
    }
}
