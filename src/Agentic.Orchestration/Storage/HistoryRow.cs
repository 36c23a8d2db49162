using Agentic.Contracts;

namespace Agentic.Orchestration.Storage;

/// <summary>What happened between two moments.</summary>
/// <param name="Received">Requests that came in.</param>
/// <param name="Ended">Requests that ended, by state.</param>
/// <param name="Unassisted">Completed ones among them in which no person had to decide or take over.</param>
/// <param name="Judged">Automatic runs that somebody looked at afterwards.</param>
/// <param name="Wrong">Those of them that were found wrong.</param>
public sealed record HistoryRow(
    DateTimeOffset From,
    DateTimeOffset To,
    long Received,
    IReadOnlyDictionary<RequestStatus, long> Ended,
    long Unassisted,
    long Judged,
    long Wrong
);
