namespace Agentic.Orchestration.Identity;

/// <param name="Until">The caller is back then.</param>
/// <param name="Deputy">The user who stands in; null for nobody.</param>
public sealed record SetAbsence(DateTimeOffset Until, string? Deputy = null);
