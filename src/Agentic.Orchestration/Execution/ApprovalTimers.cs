using Agentic.Contracts;
using Agentic.Orchestration.Journal;
using Agentic.Orchestration.Packs;
using Agentic.Orchestration.Requests;
using Agentic.Orchestration.Requests.Cases;

namespace Agentic.Orchestration.Execution;

/// <summary>What time does to an open approval: remind, escalate, expire. Fires late rather than never.</summary>
internal sealed class ApprovalTimers(RequestJournal journal, ExecutionRecorder recorder, TimeProvider time)
{
    public async Task FireAsync(ActionExecution execution, ApprovalState approval, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var timer = ApprovalClock.Due(approval, now);
        if (timer == ApprovalTimer.Expire)
        {
            await ExpireAsync(execution, approval, recorder, now, cancellationToken);
            return;
        }
        JournalEvent[] due =
            timer == ApprovalTimer.Escalate
                ?
                [
                    new ApprovalEscalated(
                        approval.Id,
                        approval.Asked.Demand.EscalateTo!,
                        execution.Pack.Calendar.Add(now, approval.Asked.Demand.Deadline)
                    ),
                    Late(execution, now, approval),
                ]
                : [new ApprovalReminded(approval.Id)];
        await journal.UpdateAsync(
            execution.State.Id,
            current =>
                current.Approvals.FirstOrDefault(open => open.Id == approval.Id) is { Status: ApprovalStatus.Open } open
                && open.Reminded == approval.Reminded
                && open.Escalated == approval.Escalated
                    ? due
                    : [],
            cancellationToken,
            NextWork.Execution
        );
    }

    public static async Task ExpireAsync(
        ActionExecution execution,
        ApprovalState approval,
        ExecutionRecorder recorder,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        // People may have decided, and what the step needs was away for too long: nobody is told that they had not.
        var wasApproved = approval.Status == ApprovalStatus.Approved;
        var text = wasApproved ? CustomerTexts.NotInTime : CustomerTexts.Expired;
        execution.Record(
            new ApprovalClosed(
                approval.Id,
                ApprovalStatus.Expired,
                wasApproved ? "Approved, and not carried out in time." : "Not decided in time."
            )
        );
        execution.Record(
            HandOffFactory.Make(
                execution.Pack,
                execution.State,
                "expired",
                HandOffReasons.Expired(approval.Id, wasApproved),
                now,
                execution.Ordinal
            )
        );
        execution.Record(
            new CustomerTold(
                text,
                execution.Pack.Texts.Render(text, execution.State.Locale, new() { ["sentence"] = execution.Action.Sentence })
            )
        );
        execution.Record(new ActionEnded(execution.Ordinal, ActionStatus.Skipped, "Its approval expired; a person has it."));
        execution.CancelRun();
        await recorder.SaveAsync(execution, cancellationToken);
    }

    /// <summary>A missed promise is told, with the new one.</summary>
    private static CustomerTold Late(ActionExecution execution, DateTimeOffset now, ApprovalState approval) =>
        new(
            CustomerTexts.Late,
            execution.Pack.Texts.Render(
                CustomerTexts.Late,
                execution.State.Locale,
                new()
                {
                    ["promisedBy"] = approval.Deadline.ToString("O"),
                    ["newPromise"] = execution.Pack.Calendar.Add(now, approval.Asked.Demand.Deadline).ToString("O"),
                }
            )
        );
}
