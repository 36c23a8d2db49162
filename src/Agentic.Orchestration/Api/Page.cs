namespace Agentic.Orchestration.Api;

/// <param name="Next">Pass as <c>after</c> for the next page; null on the last one.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);
