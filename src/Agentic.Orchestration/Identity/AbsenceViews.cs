namespace Agentic.Orchestration.Identity;

/// <param name="Until">The caller is back then.</param>
/// <param name="Deputy">The user who stands in; null for nobody.</param>
public sealed record SetAbsence(DateTimeOffset Until, string? Deputy = null);

public sealed record AbsenceView(string User, string Name, DateTimeOffset Until, string? Deputy, string? DeputyName);

/// <param name="Absences">Who is away now.</param>
/// <param name="Deputies">Who may stand in for the caller.</param>
public sealed record AbsencesView(IReadOnlyList<AbsenceView> Absences, IReadOnlyList<Colleague> Deputies);
