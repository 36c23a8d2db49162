using System.Text.Json.Nodes;
using Agentic.Contracts;

namespace Agentic.Orchestration.Packs;

public sealed record CatalogueAction(
    string Name,
    string Workflow,
    LocalText Purpose,
    string Sentence,
    string? AtRisk,
    Money? HandlingCost,
    Money? AutomaticUpTo,
    Autonomy Autonomy,
    ApprovalDemand Approval
)
{
    private JsonObject? _schema;

    /// <summary>What staff call it.</summary>
    public required LocalText Title { get; init; }

    /// <summary>Path of the value that says where the money goes; null when it goes nowhere.</summary>
    public string? PaidTo { get; init; }

    public required IReadOnlyDictionary<string, CatalogueArgument> Arguments { get; init; }

    /// <summary>Dotted names of the facts that must not have changed between approval and permit.</summary>
    public required IReadOnlyList<string> ExactFacts { get; init; }

    /// <summary>
    /// The percentage of actions that ran without a human and are queued for a later look; 0 unless the autonomy is
    /// <c>sample</c>.
    /// </summary>
    public int SamplePercent { get; init; }

    /// <summary>A reviewer must agree before it runs without a human.</summary>
    public bool SecondOpinion { get; init; }

    /// <summary>False: it continues another action's run, or an employee proposes it; no planner knows of it.</summary>
    public bool Plannable { get; init; } = true;

    public IEnumerable<string> ConsentArguments =>
        Arguments.Where(argument => argument.Value.Consent).Select(argument => argument.Key);

    /// <summary>The arguments as one JSON schema, as models and edit forms want it.</summary>
    /// <remarks>Made once: <see cref="SchemaCheck"/> keeps what it compiled for each object. To change it, copy it.</remarks>
    public JsonObject Schema => _schema ??= MakeSchema();

    private JsonObject MakeSchema() =>
        new()
        {
            ["type"] = "object",
            ["additionalProperties"] = false,
            ["properties"] = new JsonObject(
                Arguments.Select(argument => KeyValuePair.Create(argument.Key, (JsonNode?)argument.Value.Schema.DeepClone()))
            ),
            ["required"] = new JsonArray([
                .. Arguments.Where(argument => argument.Value.Required).Select(argument => JsonValue.Create(argument.Key)),
            ]),
        };
}
