using Agentic.Contracts;
using Agentic.Engine.Runs;
using Agentic.Orchestration.Execution.Activities;
using Agentic.Orchestration.Gate;
using Agentic.Orchestration.Requests;
using Agentic.Orchestration.Requests.Cases;
using Agentic.Orchestration.Storage;
using Microsoft.Extensions.Logging;

namespace Agentic.Orchestration.Execution;

/// <summary>
/// Promise K1: before an approval is used, facts are read again, policy is evaluated again, and its deciders must still have
/// the right to decide.
/// </summary>
internal sealed class ApprovalRecheck(
    GateEvaluator evaluator,
    GateActivity gates,
    StepRunner steps,
    ExecutionRecorder recorder,
    ApprovalRights rights,
    ConflictOfInterestCheck own,
    SharedMemory memory,
    ExecutionOptions options,
    TimeProvider time,
    ILogger<ApprovalRecheck> log
)
{
    public async Task UseAsync(ActionExecution execution, ApprovalState approval, CancellationToken cancellationToken)
    {
        if (time.GetUtcNow() >= approval.Asked.ExpiresAt)
        {
            await ApprovalTimers.ExpireAsync(execution, approval, recorder, time.GetUtcNow(), cancellationToken);
            return;
        }
        // Who was dismissed, or lost a role, on another host a moment ago has no say here either.
        await memory.RefreshAsync(cancellationToken);
        var step = RunEngine
            .Outstanding(execution.Definition, Resumed(execution, approval))
            .First(step => step.Activity == approval.Asked.Gate);
        var (result, stopped) = await evaluator.EvaluateAsync(
            execution.Pack,
            execution.Catalogue,
            execution.Definition,
            execution.State,
            execution.Action.Arguments,
            execution.Run,
            approval.Asked.Gate,
            execution.Ordinal,
            cancellationToken
        );
        if (result is null)
        {
            await recorder.StuckAsync(
                execution,
                approval.Asked.Gate,
                (stopped as GateReadResult.Unavailable)?.Reason ?? "the gate cannot be reached by reading",
                cancellationToken
            );
            return;
        }
        var difference = Differences(execution, approval, result);
        if (difference.Count == 0 && execution.Action.Terms is not null && !gates.IsCovered(execution, result))
        {
            // The approver's seal still fits, and the customer's yes does not.
            difference.Add(new("terms", execution.Action.Sentence, gates.EntryOf(execution, result).Sentence));
        }
        foreach (var decision in approval.Decisions.Where(decision => decision.Decision == DecisionKind.Approve))
        {
            switch (await own.CheckAsync(decision.By, execution.State, cancellationToken))
            {
                case Refusal.Forbidden conflict:
                    difference.Add(new("deciders", decision.By, conflict.Detail));
                    break;
                case { } unavailable:
                    await recorder.StuckAsync(execution, approval.Asked.Gate, unavailable.Detail, cancellationToken);
                    return;
            }
        }
        if (difference.Count > 0)
        {
            await VoidAsync(execution, approval, result, difference, cancellationToken);
            return;
        }
        execution.Facts = result.Values;
        execution.Record(new PolicyRechecked(execution.Ordinal, approval.Id));
        execution.Record(new ApprovalClosed(approval.Id, ApprovalStatus.Used, "The permit was consumed."));
        execution.Apply(new StepResumed(step.Step));
        await gates.PermitAsync(execution, step, result.Decision, approval.Id, cancellationToken);
        await steps.AdvanceAsync(execution, cancellationToken);
    }

    private static RunState Resumed(ActionExecution execution, ApprovalState approval) =>
        RunEngine.Apply(
            execution.Definition,
            execution.Run,
            new StepResumed(execution.Run.Open.First(open => open.Activity == approval.Asked.Gate).Step)
        );

    private List<Difference> Differences(ActionExecution execution, ApprovalState approval, GateResult result)
    {
        var content = approval.Asked.Content;
        var fresh = SealedContent.Of(
            execution.State,
            execution.Action,
            result.Decision,
            execution.Catalogue.ExactFacts,
            (string)content["nonce"]!,
            approval.Asked.ExpiresAt
        );
        var differences = SealDifference.Between(content, fresh).ToList();
        if (rights.GetMissingQuorum(execution.State, execution.Action, approval) is { } missing)
        {
            differences.Add(new("deciders", string.Join(", ", approval.Decisions.Select(decision => decision.By)), missing));
        }
        return differences;
    }

    private async Task VoidAsync(
        ActionExecution execution,
        ApprovalState approval,
        GateResult result,
        List<Difference> difference,
        CancellationToken cancellationToken
    )
    {
        ExecutionLog.Voided(log, approval.Id, difference.Count);
        var now = time.GetUtcNow();
        if (execution.Action.Voided + 1 >= options.MaxVoided)
        {
            execution.Record(new ApprovalClosed(approval.Id, ApprovalStatus.Voided, "Changed too often since it was asked."));
            execution.Record(
                HandOffFactory.Make(
                    execution.Pack,
                    execution.State,
                    "voided",
                    HandOffReasons.VoidedTooOften,
                    now,
                    execution.Ordinal
                )
            );
            execution.Record(
                new ActionEnded(
                    execution.Ordinal,
                    ActionStatus.Skipped,
                    "Handed to a person: its approval was voided three times."
                )
            );
            execution.CancelRun();
            await recorder.SaveAsync(execution, cancellationToken);
            return;
        }
        var consented = gates.IsCovered(execution, result);
        if (consented && result.Decision.Outcome == GateOutcome.NeedsApproval)
        {
            var next = gates.Ask(execution, approval.Asked.Gate, result, approval);
            var shown = next.Difference.Count > 0 ? next : next with { Difference = difference };
            execution.Record(
                new ApprovalClosed(approval.Id, ApprovalStatus.Voided, "Changed since it was asked.", shown.ApprovalId)
            );
            execution.Record(new GateDecided(execution.Ordinal, approval.Asked.Gate, result.Decision));
            if (!await gates.AskAsync(execution, shown, cancellationToken))
            {
                execution.CancelRun();
            }
            await recorder.SaveAsync(execution, cancellationToken);
            return;
        }
        // The gate decides anew: it may ask the customer again, refuse, hand off, or allow under policy.
        execution.Record(new ApprovalClosed(approval.Id, ApprovalStatus.Voided, "Changed since it was asked."));
        var open = execution.Run.Open.First(open => open.Activity == approval.Asked.Gate);
        execution.Apply(new StepResumed(open.Step));
        await steps.FinishAsync(execution, cancellationToken);
    }
}
