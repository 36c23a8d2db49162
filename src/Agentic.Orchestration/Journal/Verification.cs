namespace Agentic.Orchestration.Journal;

internal sealed record Verification(long Requests, long Events, long Checkpoints, IReadOnlyList<JournalDefect> Defects);
