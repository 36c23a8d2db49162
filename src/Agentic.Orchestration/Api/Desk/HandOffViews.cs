using System.Text.Json.Nodes;
using Agentic.Orchestration.HandOffs;
using Agentic.Orchestration.Packs;
using Agentic.Orchestration.Requests;
using Agentic.Orchestration.Text;

namespace Agentic.Orchestration.Api.Desk;

internal static class HandOffViews
{
    /// <param name="locale">The reader's language; the draft is in the customer's.</param>
    public static HandOffView Of(PackRegistry packs, RequestState state, HandOffState handOff, string locale) =>
        new(
            handOff.Id,
            state.Id,
            !handOff.IsOpen ? "closed"
                : handOff.ClaimedBy is null ? "open"
                : "claimed",
            handOff.Topic,
            OutsideText.Show(handOff.Reason.In(locale)),
            handOff.Summary,
            handOff.CreatedAt,
            handOff.DueAt,
            handOff.ClaimedBy,
            handOff.Outcome,
            handOff.TakesOverRequest,
            handOff.Ordinal,
            handOff is { IsOpen: true } && (handOff.TakesOverRequest || handOff.PromisesReply)
                ? Draft(packs, state, handOff)
                : null,
            !state.IsVisitor,
            handOff.IsOpen ? HandOffResolution.Outcomes(packs, state, handOff) : [],
            handOff.ClaimedBy is null ? null : handOff.ClaimedName ?? handOff.ClaimedBy,
            handOff.IsOpen && HandOffResolution.RequiresTwoAnswers(state, handOff),
            [.. handOff.Answers.Select(said => new AnswerView(said.By, said.Name, said.Outcome, said.Note, said.At))],
            [
                .. state.OutsideEvents.Select(known => new EventView(
                    known.Event.Source,
                    known.Event.Type,
                    known.Event.Key,
                    (JsonObject)known.Event.Data.DeepClone(),
                    known.At,
                    known.Taken?.Ordinal
                )),
            ],
            state.PlanVersion == 0 ? null : state.Pack
        );

    /// <summary>What the model proposed, else the pack's own text.</summary>
    private static DraftView Draft(PackRegistry packs, RequestState state, HandOffState handOff) =>
        handOff.Draft is { } written
            ? new(written, true)
            : new(
                packs[state.Pack]
                    .Texts.Render(CustomerTexts.Draft, state.Locale, new() { ["dueAt"] = handOff.DueAt.ToString("O") }),
                false
            );
}
