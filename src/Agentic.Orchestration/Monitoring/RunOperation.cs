using Agentic.Contracts;

namespace Agentic.Orchestration.Monitoring;

/// <summary>What an act on a run would mean, and the facts that say it was done.</summary>
internal sealed record RunOperation(RunPreview Preview, IReadOnlyList<JournalEvent> Events);
