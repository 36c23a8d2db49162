using System.Text;
using Agentic.Contracts;
using Agentic.Orchestration.Journal;
using Agentic.Orchestration.Packs;
using Agentic.Orchestration.Requests;

namespace Agentic.Orchestration.HandOffs;

/// <summary>Passes a request (or one question about it) to a person, with everything known, so that the customer repeats nothing.</summary>
internal static class HandOffFactory
{
    public static HandedOff Make(Pack pack, RequestState state, string topic, LocalText reason, DateTimeOffset now, int? ordinal = null, bool parks = true, string? effectKey = null) =>
        new(Ids.HandOff(state.Id, state.HandOffs.Count + 1), topic, reason, Summary(state), pack.Calendar.Add(now, pack.HandOffDeadline), parks, ordinal, EffectKey: effectKey);

    public static Task AppendAsync(RequestJournal journal, Pack pack, RequestState state, string topic, LocalText reason, int? ordinal, CancellationToken cancellationToken) => journal.UpdateAsync(
        state.Id,
        current => current.IsParked || current.Status.IsTerminal() ? [] : [Make(pack, current, topic, reason, current.UpdatedAt, ordinal)],
        cancellationToken);

    /// <summary>Facts only, in order; no model has written this.</summary>
    private static string Summary(RequestState state)
    {
        var summary = new StringBuilder();
        foreach (var line in state.Conversation.Where(line => line.From == "customer"))
        {
            summary.Append("> ").AppendLine(line.Text);
        }
        foreach (var action in state.Actions)
        {
            summary.Append(action.Ordinal).Append(". ").Append(action.Sentence).Append(" — ").AppendLine(action.Status.ToString());
        }
        return summary.ToString().TrimEnd();
    }
}
