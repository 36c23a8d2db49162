namespace Agentic.Orchestration.Storage;

/// <param name="Subject">An account or a customer, with the kind before it.</param>
/// <param name="Epoch">How often all sessions of the subject were ended; sessions of an earlier epoch are over.</param>
/// <param name="Dismissed">Nobody comes in with this account any more.</param>
public sealed record SessionEndRow(string Subject, long Epoch, bool Dismissed, DateTimeOffset At);
