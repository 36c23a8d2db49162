using Agentic.Contracts;

namespace Agentic.Orchestration.Storage;

/// <param name="Live">While live, its targets admit no second entry of the same kind, in any request.</param>
/// <param name="Again">A person asked to repeat a repeatable effect: finished entries on the same targets no longer
/// block it.</param>
public sealed record LedgerRow(
    string Key,
    string Kind,
    IReadOnlyList<string> Targets,
    string RequestId,
    int Ordinal,
    EffectStatus Status,
    bool Live,
    DateTimeOffset At,
    bool Again = false
);
