namespace Agentic.Orchestration.Monitoring;

/// <param name="Solved">Share of the answers that said yes, 0 to 1; null without answers.</param>
/// <param name="Score">Average of 1 to 5; null without answers.</param>
/// <param name="Comments">The newest ten, as they were written.</param>
public sealed record FeedbackFigures(int Answers, double? Solved, double? Score, IReadOnlyList<FeedbackComment> Comments);
