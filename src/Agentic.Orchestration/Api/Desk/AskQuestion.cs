namespace Agentic.Orchestration.Api.Desk;

public sealed record AskQuestion(string Text);
