namespace Agentic.Orchestration.Storage;

/// <summary>What is due in one queue and not done.</summary>
/// <param name="Due">How many wake-ups, in somebody's hands or not.</param>
/// <param name="Oldest">Since when the oldest has been due.</param>
public sealed record BacklogRow(string Queue, long Due, DateTimeOffset Oldest);
