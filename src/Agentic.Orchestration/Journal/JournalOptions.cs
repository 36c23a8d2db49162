namespace Agentic.Orchestration.Journal;

/// <summary>What the rows and cases that follow from a change depend on besides the change itself.</summary>
/// <param name="NotifiesPeople">There is a channel that reaches people outside the pages.</param>
/// <param name="FailuresBeforeHandOff">Failed tries of one action after which a person is told.</param>
internal sealed record JournalOptions(bool NotifiesPeople, int FailuresBeforeHandOff);
