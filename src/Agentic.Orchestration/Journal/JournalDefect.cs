namespace Agentic.Orchestration.Journal;

/// <param name="RequestId">Null when it is about the store as a whole.</param>
internal sealed record JournalDefect(string? RequestId, string Reason);
