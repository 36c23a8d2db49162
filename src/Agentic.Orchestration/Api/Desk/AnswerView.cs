namespace Agentic.Orchestration.Api.Desk;

public sealed record AnswerView(string By, string Name, string Outcome, string Note, DateTimeOffset At);
