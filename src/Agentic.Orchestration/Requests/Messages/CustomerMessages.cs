using System.Text.Json.Nodes;
using Agentic.Contracts;
using Agentic.Orchestration.Packs;
using Agentic.Orchestration.Text;

namespace Agentic.Orchestration.Requests.Messages;

/// <summary>
/// Derives what the customer is told from the change of state, in one place, so that no code path can end a request and
/// forget to tell the customer.
/// </summary>
internal static class CustomerMessages
{
    /// <param name="statutory">Phrases of any pack on this host: before its first plan a request may belong to each.</param>
    public static IEnumerable<JournalEvent> For(
        RequestState? before,
        RequestState after,
        Pack pack,
        IReadOnlyList<string> statutory
    )
    {
        var texts = pack.Texts;
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
        if (before is null && after.IsVisitor)
        {
            yield return Tell(CustomerTexts.VisitorAsked);
        }
        if (
            before?.IsStatutory != true
            && after
                .Conversation.Skip(before?.Conversation.Count ?? 0)
                .Any(line => line.From == "customer" && Words.Contains(Words.Of(line.Text), statutory))
        )
        {
            // Acknowledged by what was said and when, before anybody or any model has thought about it.
            yield return Tell(CustomerTexts.StatutoryReceived, new() { ["at"] = after.UpdatedAt.ToString("O") });
        }
        // Told once: not again while a person already has the request.
        foreach (
            var handOff in after.HandOffs.Where(handOff =>
                handOff.TakesOverRequest
                && before?.IsWithPerson != true
                && (before is null || before.HandOffs.All(earlier => earlier.Id != handOff.Id))
            )
        )
        {
            yield return Tell(CustomerTexts.HandedOff, new() { ["dueAt"] = handOff.DueAt.ToString("O") });
        }
        foreach (
            var handOff in after.HandOffs.Where(handOff =>
                handOff is { Topic: HandOffTopics.NotSettled, Ordinal: not null }
                && before?.HandOffs.Any(earlier =>
                    earlier.Id == handOff.Id
                    || (earlier is { IsOpen: true, Topic: HandOffTopics.NotSettled } && earlier.Ordinal == handOff.Ordinal)
                ) == false
            )
        )
        {
            yield return Tell(
                CustomerTexts.NotSettled,
                new() { ["sentence"] = after.Action(handOff.Ordinal!.Value).Sentence, ["dueAt"] = handOff.DueAt.ToString("O") }
            );
        }
        foreach (
            var handOff in after.HandOffs.Where(handOff =>
                handOff is { TakesOverRequest: false, IsOpen: true }
                && before?.HandOffs.Any(earlier => earlier.Id == handOff.Id) == false
            )
        )
        {
            var promise = handOff.Topic switch
            {
                HandOffTopics.Stuck => CustomerTexts.NeedsPerson,
                HandOffTopics.Message => CustomerTexts.PassedOn,
                HandOffTopics.Event => CustomerTexts.Reported,
                _ => null,
            };
            if (promise is not null)
            {
                yield return Tell(
                    promise,
                    new()
                    {
                        ["sentence"] = handOff.Ordinal is { } ordinal ? after.Action(ordinal).Sentence : "",
                        ["dueAt"] = handOff.DueAt.ToString("O"),
                    }
                );
            }
        }
        foreach (
            var over in after.HandOffs.Where(handOff =>
                handOff is { IsOpen: false, Topic: HandOffTopics.Stuck, ClosedBy: "agentic", Ordinal: not null }
                && before?.HandOffs.Any(earlier => earlier.Id == handOff.Id && earlier.IsOpen) == true
            )
        )
        {
            // What has come to its end says so itself.
            if (after.Action(over.Ordinal!.Value) is { Status: var status } action && !status.IsTerminal())
            {
                yield return Tell(CustomerTexts.GoesOn, new() { ["sentence"] = action.Sentence });
            }
        }
        foreach (
            var handOff in after.HandOffs.Where(handOff =>
                handOff is { IsOpen: true, TakesOverRequest: true, ClaimedName: not null }
                && before?.HandOffs.FirstOrDefault(earlier => earlier.Id == handOff.Id)?.ClaimedName != handOff.ClaimedName
            )
        )
        {
            yield return Tell(
                CustomerTexts.Claimed,
                new() { ["name"] = handOff.ClaimedName, ["dueAt"] = handOff.DueAt.ToString("O") }
            );
        }
        if (
            before is { IsWithdrawn: false }
            && after.IsWithdrawn
            && after.HandOffs.FirstOrDefault(handOff => handOff is { IsOpen: true, Topic: HandOffTopics.Owed }) is { } owed
        )
        {
            // The promise of before may have passed; what is promised now counts from now.
            var due = owed.DueAt > after.UpdatedAt ? owed.DueAt : pack.Calendar.Add(after.UpdatedAt, pack.HandOffDeadline);
            yield return Tell(CustomerTexts.WithdrawnOwed, new() { ["dueAt"] = due.ToString("O") });
        }
        else if (
            before is { IsWithdrawn: false }
            && after.IsWithdrawn
            && after.Actions.Where(action => !action.Status.IsTerminal()).ToArray() is { Length: > 0 } going
        )
        {
            yield return Tell(
                CustomerTexts.WithdrawnRest,
                new() { ["steps"] = string.Join(" ", going.Select(action => action.Sentence)) }
            );
        }
        if (before is not null && after.Status != before.Status && Closing(after) is { } key)
        {
            yield return Tell(key);
        }
    }

    private static IEnumerable<CustomerTold> ForAction(
        RequestState state,
        ActionState was,
        ActionState action,
        Func<string, JsonObject?, CustomerTold> tell
    )
    {
        JsonObject Values() =>
            new()
            {
                ["sentence"] = action.Sentence,
                ["reason"] = action.End?.Reason?.In(state.Locale),
                ["instead"] = action.End?.Instead?.In(state.Locale),
            };
        if (action.Status != was.Status)
        {
            var key = action.Status switch
            {
                ActionStatus.Denied when action.End is not null => action.Gate?.Outcome == GateOutcome.NeedsApproval
                    ? CustomerTexts.ActionRejected
                    : CustomerTexts.ActionDenied,
                // Money that is on its way is not yet money on the account.
                ActionStatus.Done
                    when action.Effects.Any(effect => effect is { UndoOf: null, Status: EffectStatus.Accepted }) =>
                    CustomerTexts.ActionInstructed,
                ActionStatus.Done => CustomerTexts.ActionDone,
                ActionStatus.Failed => CustomerTexts.ActionFailed,
                ActionStatus.Undone => CustomerTexts.ActionUndone,
                // An employee who closes the request says the outcome in their own words.
                ActionStatus.Skipped when state.Resolution is null && !GoesOnOtherwise(state, action) =>
                    CustomerTexts.ActionSkipped,
                ActionStatus.Unclear => CustomerTexts.Unclear,
                // The customer was asked, and what the question rested on has changed.
                ActionStatus.Withdrawn
                    when was.Status == ActionStatus.Proposed && action.End is not null && !state.IsWithdrawn =>
                    CustomerTexts.Overtaken,
                _ => null,
            };
            if (key is not null)
            {
                yield return tell(key, Values());
            }
        }
        foreach (
            var effect in action.Effects.Where(effect =>
                was.Effects.Any(earlier => earlier.Key == effect.Key && earlier.Happened && earlier.Status != effect.Status)
            )
        )
        {
            if (effect.Status == EffectStatus.Done)
            {
                yield return tell(CustomerTexts.Credited, Values());
            }
            // What was taken back here did not come back from the bank.
            else if (effect.Status == EffectStatus.Returned && !action.Effects.Any(undo => undo.UndoOf == effect.Key))
            {
                yield return tell(CustomerTexts.MoneyReturned, Values());
            }
        }
        var approval = Last(state, action);
        if (
            approval is { Status: ApprovalStatus.Open }
            && action.Status == ActionStatus.AwaitingApproval
            && was.Status != ActionStatus.AwaitingApproval
            && approval.Asked.Replaces is null
        )
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
        if (action.Stuck is { Step: RunStuck.Suspended } && was.Stuck?.Step != action.Stuck.Step)
        {
            yield return tell(CustomerTexts.Suspended, Values());
        }
        else if (action.Stuck is { Attempt: 3 } stuck && was.Stuck?.Attempt != 3 && stuck.Step != RunStuck.Suspended)
        {
            var values = Values();
            values["retryAt"] = stuck.RetryAt.ToString("O");
            yield return tell(CustomerTexts.Stuck, values);
        }
    }

    /// <summary>What takes its place has been proposed in the same moment, and says so itself.</summary>
    private static bool GoesOnOtherwise(RequestState state, ActionState action) =>
        state.HandOffs.Any(handOff => handOff.Topic == HandOffTopics.Owed && handOff.Ordinal == action.Ordinal);

    private static ApprovalState? Last(RequestState state, ActionState action) =>
        state.Approvals.LastOrDefault(approval => approval.Asked.Ordinal == action.Ordinal);

    private static string? Closing(RequestState state) =>
        state.Status switch
        {
            // A person who closes a request explains it in their own words. "All done" is only said when everything was
            // done.
            RequestStatus.Completed
            or RequestStatus.PartlyCompleted
                when state.Resolution is not null && state.Actions.Any(action => action.Status != ActionStatus.Done) =>
                CustomerTexts.ClosedByPerson,
            RequestStatus.Completed or RequestStatus.PartlyCompleted when state.IsWithdrawn => CustomerTexts.RestDone,
            // "All done" next to "we tell you when the money has arrived" would be one too many.
            RequestStatus.Completed
                when state.Actions.Any(action => action.Effects.Any(effect => effect.Status == EffectStatus.Accepted)) =>
                CustomerTexts.CompletedInstructed,
            RequestStatus.Completed => CustomerTexts.Completed,
            RequestStatus.PartlyCompleted => CustomerTexts.PartlyCompleted,
            RequestStatus.Declined => CustomerTexts.Declined,
            RequestStatus.Withdrawn => state.IsVisitor && state.Conversation.Any(line => line.Key == CustomerTexts.VisitorGone)
                ? null
                : CustomerTexts.Withdrawn,
            RequestStatus.Failed => CustomerTexts.Failed,
            _ => null,
        };
}
