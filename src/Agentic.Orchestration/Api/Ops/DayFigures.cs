namespace Agentic.Orchestration.Api.Ops;

/// <param name="Received">Requests that came in on this day.</param>
/// <param name="Ended">Requests that ended on this day, whenever they came in.</param>
/// <param name="Unassisted">Completed ones among them in which no person had to decide or take over.</param>
/// <param name="Judged">Automatic runs that somebody looked at on this day.</param>
/// <param name="Wrong">Those of them that were found wrong.</param>
public sealed record DayFigures(
    DateOnly Day,
    long Received,
    long Ended,
    long Completed,
    long PartlyCompleted,
    long Declined,
    long Withdrawn,
    long Failed,
    long Unassisted,
    long Judged,
    long Wrong
);
