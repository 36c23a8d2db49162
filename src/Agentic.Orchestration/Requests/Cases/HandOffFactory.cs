using System.Text;
using Agentic.Contracts;
using Agentic.Orchestration.Packs;

namespace Agentic.Orchestration.Requests.Cases;

/// <summary>
/// Passes a request (or one question about it) to a person, with everything known, so that the customer repeats
/// nothing.
/// </summary>
internal static class HandOffFactory
{
    public static HandedOff Make(
        Pack pack,
        RequestState state,
        string topic,
        LocalText reason,
        DateTimeOffset now,
        int? ordinal = null,
        bool parks = true,
        string? effectKey = null
    ) =>
        new(
            Ids.HandOff(state.Id, state.HandOffs.Count + 1),
            topic,
            reason,
            Summary(state),
            pack.Calendar.Add(now, pack.HandOffDeadline),
            parks,
            ordinal,
            EffectKey: effectKey
        );

    /// <summary>
    /// What the planner cannot serve goes to a person. While other work of the request is under way, only the message goes:
    /// a side question ends nothing.
    /// </summary>
    public static IReadOnlyList<JournalEvent> PassOn(
        Pack pack,
        RequestState state,
        string topic,
        LocalText reason,
        DateTimeOffset now,
        string? draft = null
    )
    {
        if (!HasWork(state))
        {
            return [Make(pack, state, topic, reason, now) with { Draft = draft }];
        }
        var beside = new NothingProposed("Passed on to a person, beside the work that goes on.");
        // Whoever has the last message has this one too.
        return state.HandOffs.FirstOrDefault(handOff => handOff is { IsOpen: true, Topic: HandOffTopics.Message }) is { } open
            ?
            [
                beside,
                new CustomerTold(
                    CustomerTexts.PassedOn,
                    pack.Texts.Render(CustomerTexts.PassedOn, state.Locale, new() { ["dueAt"] = open.DueAt.ToString("O") })
                ),
            ]
            : [beside, Make(pack, state, HandOffTopics.Message, reason, now, parks: false) with { Draft = draft }];
    }

    /// <summary>The customer has said yes to something that has not come to its end.</summary>
    private static bool HasWork(RequestState state) =>
        state.Actions.Any(action =>
            !action.Status.IsTerminal() && (action.Status != ActionStatus.Proposed || action.AwaitsConsent)
        );

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
            summary
                .Append(action.Ordinal)
                .Append(". ")
                .Append(action.Sentence)
                .Append(" — ")
                .AppendLine(action.Status.ToString());
        }
        return summary.ToString().TrimEnd();
    }
}
