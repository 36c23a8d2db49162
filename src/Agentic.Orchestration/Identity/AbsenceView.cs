namespace Agentic.Orchestration.Identity;

public sealed record AbsenceView(string User, string Name, DateTimeOffset Until, string? Deputy, string? DeputyName);
