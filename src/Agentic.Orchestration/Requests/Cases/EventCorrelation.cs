using System.Text.Json.Nodes;
using Agentic.Contracts;
using Agentic.Orchestration.Text;

namespace Agentic.Orchestration.Requests.Cases;

/// <summary>
/// Whether an event says of an effect what was sealed. One that names another order or another amount is for a
/// person.
/// </summary>
internal static class EventCorrelation
{
    /// <summary>
    /// It names, under the same key, another order (or whatever the effect was about) than the one that was asked
    /// for.
    /// </summary>
    public static bool IsAboutSomethingElse(RequestState state, OutsideEventReceived reported) =>
        state
            .Actions.SelectMany(action => action.Effects)
            .Where(effect => effect.Reference == reported.Key && effect.Effect.Connector == reported.Source)
            .ToArray()
            is { Length: > 0 } effects
        && effects.All(effect =>
            reported.Data.Any(said =>
                Text(said.Value) is { } value
                && Text(effect.Effect.Arguments[said.Key]) is { } sealedValue
                && !IsSame(value, sealedValue)
            )
        );

    /// <summary>It names another amount than the one that was instructed.</summary>
    public static bool NamesAnotherAmount(EffectState effect, OutsideEventReceived reported) =>
        effect.Effect.Amount is { } instructed && reported.Data["amount"] is { } named && JsonMoney.Read(named) != instructed;

    private static string? Text(JsonNode? value) =>
        value is JsonValue text && text.TryGetValue<string>(out var said) ? said : null;

    private static bool IsSame(string first, string second) =>
        string.Equals(first.Trim().TrimStart('#'), second.Trim().TrimStart('#'), StringComparison.OrdinalIgnoreCase);
}
