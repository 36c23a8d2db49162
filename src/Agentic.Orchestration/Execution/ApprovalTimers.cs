using Agentic.Contracts;
using Agentic.Orchestration.Journal;
using Agentic.Orchestration.Packs;
using Agentic.Orchestration.Requests;
using Agentic.Orchestration.Requests.Cases;

namespace Agentic.Orchestration.Execution;

/// <summary>What time does to an open approval: remind, escalate, expire. Fires late rather than never.</summary>
internal sealed class ApprovalTimers(RequestJournal journal, StepRunner steps, TimeProvider time)
{
    public async Task FireAsync(ActionExecution walk, ApprovalState approval, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (now >= approval.Asked.ExpiresAt)
        {
            await ExpireAsync(walk, approval, steps, now, cancellationToken);
            return;
        }
        JournalEvent[] due =
            now >= approval.Deadline && !approval.Escalated && approval.Asked.Demand.EscalateTo is { } to
                ?
                [
                    new ApprovalEscalated(approval.Id, to, walk.Pack.Calendar.Add(now, approval.Asked.Demand.Deadline)),
                    Late(walk, now, approval),
                ]
                : [new ApprovalReminded(approval.Id)];
        await journal.UpdateAsync(
            walk.State.Id,
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
        ActionExecution walk,
        ApprovalState approval,
        StepRunner steps,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        walk.Record(new ApprovalClosed(approval.Id, ApprovalStatus.Expired, "Nobody decided in time."));
        walk.Record(
            HandOffFactory.Make(walk.Pack, walk.State, "expired", HandOffReasons.Expired(approval.Id), now, walk.Ordinal)
        );
        walk.Record(
            new CustomerTold(
                CustomerTexts.Expired,
                walk.Pack.Texts.Render(CustomerTexts.Expired, walk.State.Locale, new() { ["sentence"] = walk.Action.Sentence })
            )
        );
        walk.Record(new ActionEnded(walk.Ordinal, ActionStatus.Skipped, "Its approval expired; a person has it."));
        walk.CancelRun();
        await steps.SaveAsync(walk, cancellationToken);
    }

    /// <summary>A missed promise is told, with the new one.</summary>
    private static CustomerTold Late(ActionExecution walk, DateTimeOffset now, ApprovalState approval) =>
        new(
            CustomerTexts.Late,
            walk.Pack.Texts.Render(
                CustomerTexts.Late,
                walk.State.Locale,
                new()
                {
                    ["promisedBy"] = approval.Deadline.ToString("O"),
                    ["newPromise"] = walk.Pack.Calendar.Add(now, approval.Asked.Demand.Deadline).ToString("O"),
                }
            )
        );
}
