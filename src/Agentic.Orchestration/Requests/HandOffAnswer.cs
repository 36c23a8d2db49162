namespace Agentic.Orchestration.Requests;

/// <param name="Name">What colleagues read.</param>
public sealed record HandOffAnswer(string By, string Name, string Outcome, string Note, DateTimeOffset At);
