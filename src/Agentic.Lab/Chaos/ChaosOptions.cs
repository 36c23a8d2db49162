namespace Agentic.Lab.Chaos;

/// <param name="Idempotency">What the shop promises: <c>on</c>, <c>lookup</c> or <c>off</c>.</param>
/// <param name="Bus">Empty for in-memory, or a RabbitMQ address.</param>
/// <param name="Kills">How often something goes wrong.</param>
/// <param name="Hosts">More than one: on PostgreSQL and RabbitMQ servers of the run's own.</param>
/// <param name="Older">The <c>Agentic.Host.dll</c> of an older build that one of the hosts runs; empty: none.</param>
/// <param name="Moved">
/// One host on SQLite begins (the older build, when there is one); in the middle its store is moved to PostgreSQL.
/// </param>
/// <param name="Hostile">The shop also answers wrongly, late, in contradiction to what it did, and in other types.</param>
public sealed record ChaosOptions(
    int Requests,
    int Kills,
    int Seed,
    string Idempotency,
    string Bus,
    bool Hostile = false,
    int Hosts = 1,
    string Older = "",
    bool Moved = false
);

/// <param name="Lost">Requests that were accepted and ended nowhere, and effects on which journal and shop disagree.</param>
/// <param name="Duplicates">Targets that the shop's books hold more than once.</param>
/// <param name="Unclear">Effects of which nobody can tell; each must be in front of a human.</param>
/// <param name="AskedTwice">Questions that a person was asked again although nothing had changed.</param>
public sealed record ChaosResult(int Lost, int Duplicates, int Unclear, int AskedTwice)
{
    public required int UnclearWithoutHandOff { get; init; }

    /// <summary>Requests that are not done, and of which neither a person nor a time says how they go on.</summary>
    public required int Silent { get; init; }

    /// <summary>Actions about which customers were told something else than what the shop's books say.</summary>
    public required int ToldWrongly { get; init; }

    /// <summary>Hosts that were told to stop and did not within the promised time (clusters only).</summary>
    public int SlowStops { get; init; }

    /// <summary>The hosts' clocks were minutes apart (clusters only, where libfaketime is installed).</summary>
    public bool ClocksApart { get; init; }

    public required int Requests { get; init; }

    public required int Kills { get; init; }

    /// <summary>What the shop executed, by operation.</summary>
    public required IReadOnlyDictionary<string, int> Effects { get; init; }

    public required IReadOnlyDictionary<string, int> States { get; init; }

    public required double Seconds { get; init; }

    public required bool JournalVerified { get; init; }

    public required IReadOnlyList<string> Findings { get; init; }

    public bool IsGreen =>
        Lost == 0
        && Duplicates == 0
        && AskedTwice == 0
        && UnclearWithoutHandOff == 0
        && Silent == 0
        && ToldWrongly == 0
        && SlowStops == 0
        && JournalVerified;
}
