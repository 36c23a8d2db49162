using System.Text.Json;
using System.Text.Json.Nodes;
using Agentic.Contracts;
using Agentic.Orchestration.Journal;
using Agentic.Orchestration.Requests;

namespace Agentic.Orchestration.Gate;

/// <summary>
/// Promise K1: the content that an approval is bound to. It holds everything an approver relies on, and nothing whose change
/// would not matter to them.
/// </summary>
internal static class SealedContent
{
    public static JsonObject Of(
        RequestState state,
        ActionState action,
        GateDecision decision,
        IReadOnlyList<string> exactFacts,
        string nonce,
        DateTimeOffset expiresAt
    ) =>
        new()
        {
            ["request"] = state.Id,
            ["customer"] = state.CustomerId,
            ["planVersion"] = action.PlanVersion,
            ["consent"] = new JsonObject { ["by"] = action.ConfirmedBy, ["at"] = action.ConfirmedAt?.ToString("O") },
            ["ordinal"] = action.Ordinal,
            ["action"] = action.Name,
            ["arguments"] = action.Arguments.DeepClone(),
            ["effects"] = Effects(decision.Effects),
            ["facts"] = new JsonObject(
                decision
                    .Facts.Where(fact => exactFacts.Contains(fact.Name))
                    .Select(fact => KeyValuePair.Create(fact.Name, Exact(fact.Value)))
            ),
            ["outcome"] = decision.Outcome.ToString(),
            ["rules"] = new JsonArray([
                .. decision
                    .Reasons.Select(reason => reason.Rule)
                    .Order(StringComparer.Ordinal)
                    .Select(rule => JsonValue.Create(rule)),
            ]),
            ["approvers"] = decision.Approval is null
                ? null
                : new JsonObject
                {
                    ["role"] = decision.Approval.Role,
                    ["quorum"] = decision.Approval.Quorum,
                    ["including"] = decision.Approval.Including,
                },
            ["atRisk"] = Money(decision.AtRisk),
            ["workflow"] = new JsonObject { ["id"] = action.Workflow, ["hash"] = action.WorkflowHash },
            ["expiresAt"] = expiresAt.ToString("O"),
            ["nonce"] = nonce,
        };

    public static JsonArray Effects(IEnumerable<SealedEffect> effects) => new([.. effects.Select(effect => Effect(effect))]);

    private static JsonObject Effect(SealedEffect effect) =>
        new()
        {
            ["activity"] = effect.Activity,
            ["connector"] = effect.Connector,
            ["operation"] = effect.Operation,
            ["arguments"] = effect.Arguments.DeepClone(),
            ["targets"] = new JsonArray([.. effect.Targets.Select(target => JsonValue.Create(target))]),
            ["amount"] = Money(effect.Amount),
            ["undo"] = effect.Undo,
            ["undoArguments"] = effect.UndoArguments?.DeepClone(),
        };

    private static JsonNode? Money(Money? money) =>
        money is { } amount ? JsonSerializer.SerializeToNode(amount, JournalJson.Default.Money) : null;

    /// <summary>
    /// Facts come from outside and may hold fractions, which have no canonical form: those are sealed as text.
    /// </summary>
    internal static JsonNode? Exact(JsonNode? value) =>
        value switch
        {
            JsonObject members => new JsonObject(
                members.Select(member => KeyValuePair.Create(member.Key, Exact(member.Value)))
            ),
            JsonArray items => new JsonArray([.. items.Select(Exact)]),
            JsonValue number
                when number.GetValueKind() == JsonValueKind.Number
                    && !long.TryParse(number.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture, out _) =>
                JsonValue.Create(number.ToJsonString()),
            _ => value?.DeepClone(),
        };
}
