namespace Agentic.Orchestration.Monitoring;

public sealed record FeedbackComment(string RequestId, string Locale, bool Solved, int Score, string Comment);
