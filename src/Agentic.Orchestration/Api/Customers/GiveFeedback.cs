namespace Agentic.Orchestration.Api.Customers;

/// <param name="Score">1 to 5.</param>
public sealed record GiveFeedback(bool Solved, int Score, string? Comment = null);
