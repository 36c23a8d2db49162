using Agentic.Contracts;

namespace Agentic.Orchestration.Journal;

internal sealed record JournalEntry(long Version, DateTimeOffset At, JournalEvent Event);
