namespace Agentic.Orchestration.Intake;

/// <param name="PlanVersion">The plan that the writer had before them; null when the client does not say. Then words
/// confirm the first version only: a later one they may never have seen.</param>
/// <param name="Question">Which of a run's questions it answers; null for the one that is asked first.</param>
internal sealed record NewMessage(string Text, int? PlanVersion = null, string? Question = null);
