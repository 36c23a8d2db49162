using System.Text.Json.Nodes;
using Agentic.Contracts;
using Agentic.Orchestration.Packs;
using Agentic.Orchestration.Requests;

namespace Agentic.Orchestration.Notifications;

/// <summary>
/// K6: what the customer hears is derived from the change of state, in one place. A way to end that tells nobody
/// cannot be written, because nobody has to remember to tell.
/// </summary>
internal static class CustomerMessages
{
    public static IEnumerable<JournalEvent> For(RequestState? before, RequestState after, Texts texts)
    {
        CustomerTold Tell(string key, JsonObject? values = null) => new(key, texts.Render(key, after.Locale, values ?? []));
        var known = before?.Actions.ToDictionary(action => action.Ordinal) ?? [];
        foreach (var action in after.Actions)
        {
            var was = known.GetValueOrDefault(action.Ordinal);
            if (was is not null && !ReferenceEquals(was, action))
            {
                foreach (var told in ForAction(after, was, action, Tell))
                {
                    yield return told;
                }
            }
        }
        foreach (var handOff in after.HandOffs.Where(handOff => handOff.Parks && (before is null || before.HandOffs.All(earlier => earlier.Id != handOff.Id))))
        {
            yield return Tell(CustomerTexts.HandedOff, new() { ["dueAt"] = handOff.DueAt.ToString("O") });
        }
        if (before is not null && after.Status != before.Status && Closing(after) is { } key)
        {
            yield return Tell(key);
        }
    }

    private static IEnumerable<CustomerTold> ForAction(RequestState state, ActionState was, ActionState action, Func<string, JsonObject?, CustomerTold> tell)
    {
        JsonObject Values() => new() { ["sentence"] = action.Sentence, ["reason"] = action.End?.Reason?.In(state.Locale), ["instead"] = action.End?.Instead?.In(state.Locale) };
        if (action.Status != was.Status)
        {
            var key = action.Status switch
            {
                ActionStatus.Denied when action.End is not null => action.Gate?.Outcome == GateOutcome.NeedsApproval ? CustomerTexts.ActionRejected : CustomerTexts.ActionDenied,
                ActionStatus.Done => CustomerTexts.ActionDone,
                ActionStatus.Failed => CustomerTexts.ActionFailed,
                ActionStatus.Undone => CustomerTexts.ActionUndone,
                // An employee who closes the request says the outcome in their own words.
                ActionStatus.Skipped when state.Resolution is null => CustomerTexts.ActionSkipped,
                ActionStatus.Unclear => CustomerTexts.Unclear,
                _ => null,
            };
            if (key is not null)
            {
                yield return tell(key, Values());
            }
        }
        var approval = Last(state, action);
        if (approval is { Status: ApprovalStatus.Open } && action.Status == ActionStatus.AwaitingApproval && was.Status != ActionStatus.AwaitingApproval && approval.Asked.Replaces is null)
        {
            var values = Values();
            values["promisedBy"] = approval.Deadline.ToString("O");
            yield return tell(CustomerTexts.Waiting, values);
        }
        if (action.Voided > was.Voided && action.Status == ActionStatus.AwaitingApproval)
        {
            yield return tell(CustomerTexts.Voided, Values());
        }
        if (action.AwaitsConsent && !was.AwaitsConsent)
        {
            yield return tell(action.Requoted ? CustomerTexts.Requoted : CustomerTexts.Edited, Values());
        }
        if (action.Stuck is { Step: Execution.StepRunner.Suspended } && was.Stuck?.Step != action.Stuck.Step)
        {
            yield return tell(CustomerTexts.Suspended, Values());
        }
        else if (action.Stuck is { Attempt: 3 } stuck && was.Stuck?.Attempt != 3 && stuck.Step != Execution.StepRunner.Suspended)
        {
            var values = Values();
            values["retryAt"] = stuck.RetryAt.ToString("O");
            yield return tell(CustomerTexts.Stuck, values);
        }
    }

    private static ApprovalState? Last(RequestState state, ActionState action) => state.Approvals.LastOrDefault(approval => approval.Asked.Ordinal == action.Ordinal);

    private static string? Closing(RequestState state) => state.Status switch
    {
        RequestStatus.Completed => CustomerTexts.Completed,
        RequestStatus.PartlyCompleted => CustomerTexts.PartlyCompleted,
        RequestStatus.Declined => CustomerTexts.Declined,
        RequestStatus.Withdrawn => CustomerTexts.Withdrawn,
        RequestStatus.Failed => CustomerTexts.Failed,
        _ => null,
    };
}
