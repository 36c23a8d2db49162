using Agentic.Contracts;

namespace Agentic.Orchestration.Connectors;

/// <param name="Targets">The business targets; with the kind they decide whether two effects are the same.</param>
/// <param name="Kind">What is done to the targets, such as <c>refund</c>.</param>
/// <param name="Repeatable">Once it is done, its targets are free for the next one. Never for money.</param>
/// <param name="Charged">The customer pays the amount; otherwise the customer gets it.</param>
/// <param name="Recurs">It may happen again on the same target when a person asks for it (goodwill); by itself it
/// never does.</param>
public sealed record EffectQuote(
    string Kind,
    IReadOnlyList<string> Targets,
    Money? Amount,
    bool Repeatable = false,
    bool Charged = false,
    bool Recurs = false
)
{
    /// <summary>The call would change nothing: a refund of zero is not made.</summary>
    public bool ChangesNothing { get; init; }
}
