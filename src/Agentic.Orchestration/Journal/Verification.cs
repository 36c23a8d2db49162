namespace Agentic.Orchestration.Journal;

public sealed record Verification(long Requests, long Events, long Checkpoints, IReadOnlyList<JournalDefect> Defects);
