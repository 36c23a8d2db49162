namespace Agentic.Orchestration.Identity;

/// <param name="Absences">Who is away now.</param>
/// <param name="Deputies">Who may stand in for the caller.</param>
public sealed record AbsencesView(IReadOnlyList<AbsenceView> Absences, IReadOnlyList<Colleague> Deputies);
