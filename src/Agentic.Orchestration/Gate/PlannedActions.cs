using System.Text.Json;
using System.Text.Json.Nodes;
using Agentic.Contracts;
using Agentic.Engine.Canonical;
using Agentic.Engine.Definitions;
using Agentic.Orchestration.Journal;
using Agentic.Orchestration.Packs;
using Agentic.Orchestration.Requests;
using Agentic.Orchestration.Text;

namespace Agentic.Orchestration.Gate;

/// <summary>
/// An action as the customer reads it, made in one place from what was read and decided just now: for a plan, after the
/// world has changed, and after an employee's edit. So no figure of an older moment stays beside a newer one.
/// </summary>
internal static class PlannedActions
{
    public static PlannedAction Of(
        Pack pack,
        RequestState state,
        CatalogueAction action,
        JsonObject arguments,
        GateResult result,
        int ordinal,
        DateTimeOffset now
    )
    {
        var decision = result.Decision;
        var promised = decision.Approval is null ? (DateTimeOffset?)null : pack.Calendar.Add(now, decision.Approval.Deadline);
        // Where the rules conceal the figures, the sentence and the list of pieces would give them away.
        var isConcealed = decision is { Outcome: GateOutcome.Denied, AtRisk: null };
        // A refused action may have no pieces to name. Its purpose is shown then, instead of a sentence with a gap.
        var hasGap =
            decision.Outcome == GateOutcome.Denied
            && pack.Texts.PathsOf(action.Sentence).Any(path => References.Walk(result.Values, path) is JsonArray { Count: 0 });
        var quote = isConcealed ? null : result.Values["quote"] as JsonObject;
        var moves = Moves(decision.Effects);
        var items = quote?["items"]?.DeepClone() as JsonArray;
        var breakdown = Breakdown(pack, quote, moves);
        return new(
            ordinal,
            [],
            action.Name,
            (JsonObject)arguments.DeepClone(),
            isConcealed || hasGap
                ? action.Purpose.In(state.Locale)
                : pack.Texts.Render(action.Sentence, state.Locale, result.Values),
            decision.AtRisk,
            new(decision.Outcome, decision.Reasons, promised, decision.Instead),
            [.. decision.Effects.SelectMany(effect => effect.Targets).Distinct()],
            Items: items,
            Breakdown: breakdown,
            Terms: Terms(pack, action, result, items, breakdown),
            Moves: moves
        );
    }

    /// <summary>
    /// Whether the customer's yes covers what was read and decided just now; made without the sentence, where only
    /// the terms count.
    /// </summary>
    /// <param name="entry">What the customer would read now; needed for older journals only.</param>
    public static bool IsCovered(
        Pack pack,
        CatalogueAction action,
        ActionState confirmed,
        GateResult result,
        Func<PlannedAction> entry
    )
    {
        if (confirmed.Terms is null)
        {
            return IsCovered(confirmed, entry());
        }
        var quote = result.Values["quote"] as JsonObject;
        return confirmed.Terms
            == Terms(
                pack,
                action,
                result,
                quote?["items"] as JsonArray,
                Breakdown(pack, quote, Moves(result.Decision.Effects))
            );
    }

    /// <summary>
    /// Whether the customer's yes covers what would run now. Older journals know the amount, the targets and the
    /// sentence only.
    /// </summary>
    public static bool IsCovered(ActionState confirmed, PlannedAction now) =>
        confirmed.Terms is { } terms
            ? terms == now.Terms
            : confirmed.AtRisk == now.AtRisk
                && confirmed.Targets.ToHashSet().SetEquals(now.Targets)
                && confirmed.Sentence == now.Sentence;

    /// <summary>Another version of the same action, for the customer to confirm or for people to look at again.</summary>
    public static ActionEdited Edit(PlannedAction entry, string by, int planVersion, bool needsConsent) =>
        new(
            entry.Ordinal,
            entry.Arguments,
            by,
            planVersion,
            needsConsent,
            entry.Sentence,
            entry.AtRisk,
            entry.Gate,
            entry.Targets,
            entry.Items,
            entry.Breakdown,
            entry.Terms,
            entry.Moves
        );

    /// <summary>
    /// Everything that the confirmed sentence says and that a yes means: each value in it, in both languages, the pieces and
    /// parts beside it, and what would be carried out. Switches that no customer reads (whether a piece is sold
    /// again) are not part of it.
    /// </summary>
    private static string Terms(Pack pack, CatalogueAction action, GateResult result, JsonNode? items, JsonObject? breakdown) =>
        CanonicalJson.Hash(
            new JsonObject
            {
                ["shown"] = new JsonObject(
                    pack.Texts.PathsOf(action.Sentence)
                        .Select(path => KeyValuePair.Create(path, Exact(References.Walk(result.Values, path))))
                ),
                ["items"] = Exact(items),
                ["parts"] = Exact(breakdown),
                ["atRisk"] = result.Decision.AtRisk is { } money
                    ? JsonSerializer.SerializeToNode(money, JournalJson.Default.Money)
                    : null,
                ["effects"] = new JsonArray([
                    .. result.Decision.Effects.Select(effect =>
                        (JsonNode)
                            new JsonObject
                            {
                                ["operation"] = effect.Operation,
                                ["arguments"] = new JsonObject(
                                    effect
                                        .Arguments.Where(argument =>
                                            argument.Value?.GetValueKind()
                                                is not (null or JsonValueKind.True or JsonValueKind.False)
                                        )
                                        .Select(argument => KeyValuePair.Create(argument.Key, Exact(argument.Value)))
                                ),
                                ["targets"] = new JsonArray([
                                    .. effect.Targets.Order(StringComparer.Ordinal).Select(target => JsonValue.Create(target)),
                                ]),
                            }
                    ),
                ]),
            }
        );

    /// <summary>What the effects move in all; null when they move nothing, or in two directions at once.</summary>
    private static MovedMoney? Moves(IReadOnlyList<SealedEffect> effects)
    {
        var moving = effects.Where(effect => effect.Amount is { Amount: not 0 }).ToArray();
        return
            moving.Length == 0
            || moving.Select(effect => (effect.Charged, effect.Amount!.Value.Currency)).Distinct().Count() > 1
            ? null
            : new(new(moving.Sum(effect => effect.Amount!.Value.Amount), moving[0].Amount!.Value.Currency), moving[0].Charged);
    }

    /// <summary>Parts that do not add up to what moves are not shown at all.</summary>
    private static JsonObject? Breakdown(Pack pack, JsonObject? quote, MovedMoney? moves)
    {
        var parts = pack
            .Breakdown.All.Where(name => JsonMoney.Read(quote?[name]) is not null)
            .ToDictionary(name => name, name => JsonMoney.Read(quote![name])!.Value);
        return
            moves is null
            || parts.Count == 0
            || parts.Values.Any(part => part.Currency != moves.Amount.Currency || part.Amount < 0)
            || parts.Where(part => pack.Breakdown.Adds.Contains(part.Key)).Sum(part => part.Value.Amount) != moves.Amount.Amount
            ? null
            : new(parts.Keys.Select(name => KeyValuePair.Create(name, quote![name]?.DeepClone())));
    }

    private static JsonNode? Exact(JsonNode? value) => SealedContent.Exact(value);
}
