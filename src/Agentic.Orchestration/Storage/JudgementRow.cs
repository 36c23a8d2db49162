namespace Agentic.Orchestration.Storage;

/// <summary>What somebody found who looked at what had run without a human.</summary>
public sealed record JudgementRow(string HandOffId, DateTimeOffset At, bool Wrong);
