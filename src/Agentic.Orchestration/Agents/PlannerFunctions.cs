using System.Text.Json;
using System.Text.Json.Nodes;
using Agentic.Contracts;
using Agentic.Orchestration.Connectors;
using Agentic.Orchestration.Packs;

namespace Agentic.Orchestration.Agents;

/// <summary>
/// What a planner can call: queries that only read, the catalogue's actions that only propose, and three ways to
/// stop.
/// </summary>
public static class PlannerFunctions
{
    public const string AskCustomer = "ask_customer",
        HandOff = "hand_off",
        NothingToPropose = "nothing_to_propose";

    /// <summary>What a reviewer answers with: whether it agrees, and its doubts.</summary>
    public const string GiveOpinion = "give_opinion";

    /// <summary>Beside an action's own arguments: what has to be done before it.</summary>
    public const string After = "after";

    private const int MaxDraft = 2000;

    /// <summary>Names that no action can have as a function.</summary>
    public static IReadOnlyList<string> Reserved { get; } = [AskCustomer, HandOff, NothingToPropose, GiveOpinion];

    /// <param name="actions">By the name of the function that proposes each.</param>
    /// <param name="hasSeveralPacks">Then each description begins with the domain that its action belongs to.</param>
    internal static IEnumerable<PluginFunction> Make(
        IReadOnlyDictionary<string, CataloguedAction> actions,
        bool hasSeveralPacks,
        ConnectorRegistry connectors
    ) =>
        [
            .. connectors.CustomerQueries.Select(query => new PluginFunction(
                "queries",
                new(query.Query.Name, query.Query.Description, query.Query.Schema)
            )),
            .. actions.Select(known => new PluginFunction(
                PluginFunction.PluginOf(known.Value.Pack),
                new(
                    known.Key,
                    hasSeveralPacks
                        ? $"{known.Value.Pack.Purpose.En}: {known.Value.Action.Purpose.En}"
                        : known.Value.Action.Purpose.En,
                    Described(known.Value.Action)
                )
            )),
            Conversation(AskCustomer, "Ask the customer one precise question.", Text("question")),
            Conversation(
                HandOff,
                "Pass the request to a person, who reads the reason in German or in English.",
                HandOffSchema()
            ),
            Conversation(NothingToPropose, "After a refusal: there is no other way.", Text("reason")),
        ];

    private static PluginFunction Conversation(string name, string description, JsonObject schema) =>
        new("conversation", new(name, description, schema));

    private static JsonObject Described(CatalogueAction action)
    {
        var schema = (JsonObject)action.Schema.DeepClone();
        foreach (var (name, argument) in action.Arguments)
        {
            schema["properties"]![name]!["description"] = argument.Description.En;
        }
        schema["properties"]![After] = new JsonObject
        {
            ["type"] = "array",
            ["items"] = new JsonObject { ["type"] = "integer", ["minimum"] = 1 },
            ["description"] =
                "Positions of the actions of this plan (1 is the first call) that must be done before this one. "
                + "Leave out when it stands alone.",
        };
        return schema;
    }

    /// <returns>Null when there is none, or when it is blank or too long.</returns>
    public static string? Draft(JsonNode? draft) =>
        draft is JsonValue value
        && value.TryGetValue<string>(out var text)
        && !string.IsNullOrWhiteSpace(text)
        && text.Length <= MaxDraft
            ? text.Trim()
            : null;

    /// <summary>Also accepts a reason in one language only, as plain text.</summary>
    public static LocalText Reason(JsonNode? reason) =>
        reason is JsonObject both
        && both["de"]?.GetValueKind() == JsonValueKind.String
        && both["en"]?.GetValueKind() == JsonValueKind.String
            ? new((string)both["de"]!, (string)both["en"]!)
            : LocalText.Verbatim(reason?.GetValueKind() == JsonValueKind.String ? (string)reason! : "");

    private static JsonObject HandOffSchema() =>
        new()
        {
            ["type"] = "object",
            ["properties"] = new JsonObject
            {
                ["reason"] = BothLanguages(1000),
                ["draft"] = new JsonObject
                {
                    ["type"] = "string",
                    ["maxLength"] = MaxDraft,
                    ["description"] =
                        "A reply to the customer in the customer's language, for the person to read, change and "
                        + "send. Promises neither money nor dates.",
                },
                ["customerAsks"] = new JsonObject
                {
                    ["type"] = "boolean",
                    ["description"] = "True when the customer wants a person; false when you cannot help.",
                },
            },
            ["required"] = new JsonArray("reason", "customerAsks"),
            ["additionalProperties"] = false,
        };

    /// <summary>A sentence for staff, each of whom reads one of the two.</summary>
    public static JsonObject BothLanguages(int maxLength) =>
        new()
        {
            ["type"] = "object",
            ["properties"] = new JsonObject
            {
                ["de"] = new JsonObject { ["type"] = "string", ["maxLength"] = maxLength },
                ["en"] = new JsonObject { ["type"] = "string", ["maxLength"] = maxLength },
            },
            ["required"] = new JsonArray("de", "en"),
            ["additionalProperties"] = false,
        };

    private static JsonObject Text(string name) =>
        new()
        {
            ["type"] = "object",
            ["properties"] = new JsonObject
            {
                [name] = new JsonObject { ["type"] = "string", ["maxLength"] = 1000 },
            },
            ["required"] = new JsonArray(name),
            ["additionalProperties"] = false,
        };
}
