using System.Text.Json.Nodes;
using Agentic.Contracts;
using Agentic.Engine.Definitions;
using Agentic.Orchestration.Policies;
using Agentic.Orchestration.Text;

namespace Agentic.Orchestration.Packs;

/// <summary>One business domain, checked and ready: catalogue, workflows, policies, texts.</summary>
public sealed record Pack
{
    public required string Name { get; init; }

    public required string Owner { get; init; }

    public required LocalText Purpose { get; init; }

    /// <summary>What a customer could write.</summary>
    public required IReadOnlyList<LocalText> Examples { get; init; }

    public required BusinessCalendar Calendar { get; init; }

    public required TimeSpan HandOffDeadline { get; init; }

    public required IReadOnlyDictionary<string, CatalogueAction> Actions { get; init; }

    /// <summary>By definition id.</summary>
    public required IReadOnlyDictionary<string, WorkflowDefinition> Workflows { get; init; }

    public required PolicySet Policies { get; init; }

    public required Texts Texts { get; init; }

    /// <summary>Phrases, in any language, that exercise a right which no machine may decline.</summary>
    public IReadOnlyList<string> StatutoryPhrases { get; init; } = [];

    public AmountBreakdown Breakdown { get; init; } = new([], []);

    /// <summary>Kinds of effect on the same object that an approver sees, whatever the approval itself is about.</summary>
    public IReadOnlyList<string> EarlierEffects { get; init; } = [];

    /// <summary>What the kinds of business that this host knows have read from the pack's folder.</summary>
    public IReadOnlyList<object> Extensions { get; init; } = [];

    /// <returns>Null when the pack's folder holds nothing of the kind.</returns>
    public T? Extension<T>() where T : class => Extensions.OfType<T>().FirstOrDefault();
}

/// <summary>Members of a quote that a reader sees beside the amount.</summary>
/// <param name="Adds">Parts that add up to the amount.</param>
/// <param name="Within">What is contained in it, such as a tax.</param>
public sealed record AmountBreakdown(IReadOnlyList<string> Adds, IReadOnlyList<string> Within)
{
    public IEnumerable<string> All => Adds.Concat(Within);
}

public sealed record CatalogueAction(string Name, string Workflow, LocalText Purpose, string Sentence, string? AtRisk, Money? HandlingCost, Money? AutomaticUpTo, Autonomy Autonomy, ApprovalDemand Approval)
{
    public required IReadOnlyDictionary<string, CatalogueArgument> Arguments { get; init; }

    /// <summary>Dotted names of the facts that must not have changed between approval and permit.</summary>
    public required IReadOnlyList<string> ExactFacts { get; init; }

    /// <summary>Of a hundred that ran without a human, so many are queued for a later look; 0 unless the autonomy is <c>sample</c>.</summary>
    public int SamplePercent { get; init; }

    /// <summary>A reviewer must agree before it runs without a human.</summary>
    public bool SecondOpinion { get; init; }

    /// <summary>False: it continues another action's run, or an employee proposes it; no planner knows of it.</summary>
    public bool Plannable { get; init; } = true;

    public IEnumerable<string> ConsentArguments => Arguments.Where(argument => argument.Value.Consent).Select(argument => argument.Key);

    /// <summary>The arguments as one JSON schema, as models and edit forms want it.</summary>
    public JsonObject Schema => new()
    {
        ["type"] = "object",
        ["additionalProperties"] = false,
        ["properties"] = new JsonObject(Arguments.Select(argument => KeyValuePair.Create(argument.Key, (JsonNode?)argument.Value.Schema.DeepClone()))),
        ["required"] = new JsonArray([.. Arguments.Where(argument => argument.Value.Required).Select(argument => JsonValue.Create(argument.Key))]),
    };
}

public sealed record CatalogueArgument(JsonObject Schema, LocalText Description, bool Consent, bool Grounded, bool Required);
