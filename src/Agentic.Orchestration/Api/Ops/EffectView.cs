using Agentic.Contracts;

namespace Agentic.Orchestration.Api.Ops;

public sealed record EffectView(
    string Key,
    string Operation,
    IReadOnlyList<string> Targets,
    Money? Amount,
    EffectStatus State,
    int Attempt,
    string? Reference,
    string? Reason,
    string? UndoOf,
    bool CanBeUndone
);
