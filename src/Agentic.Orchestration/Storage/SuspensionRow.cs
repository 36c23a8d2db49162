namespace Agentic.Orchestration.Storage;

/// <summary>One use of a pack's kill switch.</summary>
public sealed record SuspensionRow(string Pack, bool Suspended, string By, string Reason, DateTimeOffset At);
