using Agentic.Contracts;

namespace Agentic.Orchestration.Journal;

public sealed record JournalEntry(long Version, DateTimeOffset At, JournalEvent Event);
