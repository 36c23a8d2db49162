using Agentic.Contracts;

namespace Agentic.Orchestration.Api.Customers;

public sealed record JournalEntryView(long Version, DateTimeOffset At, string Fact, JournalEvent Content);
