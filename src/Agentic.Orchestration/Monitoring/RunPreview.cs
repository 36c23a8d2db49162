namespace Agentic.Orchestration.Monitoring;

/// <param name="Effects">What would be carried out; empty for a retry that only reads.</param>
public sealed record RunPreview(string Operation, bool Possible, string Why, IReadOnlyList<string> Effects);
