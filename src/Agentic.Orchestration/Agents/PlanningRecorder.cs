using Agentic.Contracts;
using Agentic.Orchestration.Journal;
using Agentic.Orchestration.Packs;
using Agentic.Orchestration.Requests;
using Agentic.Orchestration.Requests.Cases;

namespace Agentic.Orchestration.Agents;

/// <summary>Appends what a planning round came to.</summary>
internal sealed class PlanningRecorder(RequestJournal journal, PackRegistry packs, PlanningOptions options, TimeProvider time)
{
    /// <summary>Appends unless the round is out of date: the customer wrote, the plan changed, a person took over.</summary>
    /// <param name="expectedTurns">How many turns of this round have to be on record.</param>
    public async Task<bool> AppendAsync(
        RequestState begun,
        IReadOnlyList<JournalEvent> events,
        CancellationToken cancellationToken,
        int? expectedTurns = null
    )
    {
        bool IsCurrent(RequestState current) =>
            current.Planning.Due
            && current.Planning.Round == begun.Planning.Round
            && current.PlanVersion == begun.PlanVersion
            && !current.IsWithPerson
            && (expectedTurns is null || current.Planning.Turns.Count == expectedTurns);
        var changed = await journal.ChangeAsync(
            begun.Id,
            current => IsCurrent(current) ? new Change(events) : Change.None,
            cancellationToken,
            NextWork.Planning
        );
        return changed.IsAppended;
    }

    /// <summary>
    /// Something that planning needs is down. The round is tried again later, and the customer is told once; after too many
    /// attempts a person gets the request.
    /// </summary>
    /// <param name="already">Turns of the model that were taken in this round and count against the budget.</param>
    /// <param name="retryAfter">When the model's server wants to be asked again, if it said so.</param>
    public Task PostponeAsync(
        RequestState state,
        LocalText reason,
        CancellationToken cancellationToken,
        IReadOnlyList<JournalEvent>? already = null,
        TimeSpan? retryAfter = null
    )
    {
        var pack = packs[state.Pack];
        var attempt = state.Planning.Attempt + 1;
        var now = time.GetUtcNow();
        if (attempt >= options.MaxAttempts)
        {
            return AppendAsync(
                state,
                [.. already ?? [], .. HandOffFactory.PassOn(pack, state, "planning", reason, now)],
                cancellationToken
            );
        }
        var pause = options.RetryDelay * Math.Pow(4, attempt - 1);
        // The server's Retry-After can only lengthen our own pause, never shorten it.
        var postponed = new PlanningPostponed(reason.En, attempt, now + (retryAfter > pause ? retryAfter.Value : pause));
        JournalEvent[] told =
            attempt == 1
                ? [new CustomerTold(CustomerTexts.Postponed, pack.Texts.Render(CustomerTexts.Postponed, state.Locale, []))]
                : [];
        return AppendAsync(state, [.. already ?? [], postponed, .. told], cancellationToken);
    }
}
