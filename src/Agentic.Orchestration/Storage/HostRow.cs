namespace Agentic.Orchestration.Storage;

/// <summary>A process that works on the store, or did.</summary>
/// <param name="Roles">Such as <c>web worker</c>.</param>
/// <param name="Load">Pieces of work in its hands at the last sign of life.</param>
/// <param name="Mails">It writes to people by e-mail.</param>
/// <param name="Failures">Messages since its start whose work threw; that work is handed out again.</param>
/// <param name="IsIdle">It is being drained and has nothing in hand any more.</param>
/// <param name="Drain">Who takes it out of service; null when nobody does. A sign of life leaves it as it is.</param>
/// <param name="Settings">Digests of what must be the same on all hosts, such as <c>Accounts=1f3a Shop=77c0</c>.</param>
public sealed record HostRow(
    string Id,
    string Name,
    string Roles,
    string Version,
    DateTimeOffset StartedAt,
    DateTimeOffset SeenAt,
    bool Mails,
    int Load = 0,
    long Failures = 0,
    bool IsIdle = false,
    HostDrainRow? Drain = null,
    string Settings = ""
);
