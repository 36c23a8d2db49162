using Agentic.Contracts;

namespace Agentic.Orchestration.Journal;

/// <param name="State">The request's state after the change.</param>
internal sealed record JournalChange(string RequestId, long Version, RequestStatus State);
