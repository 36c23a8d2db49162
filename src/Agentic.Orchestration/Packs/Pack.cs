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

    /// <summary>What the registered <see cref="IPackExtension"/>s have read from the pack's folder.</summary>
    public IReadOnlyList<object> Extensions { get; init; } = [];

    /// <returns>Null when the pack's folder holds nothing of the kind.</returns>
    public T? Extension<T>()
        where T : class => Extensions.OfType<T>().FirstOrDefault();
}
