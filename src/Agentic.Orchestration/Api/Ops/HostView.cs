using Agentic.Orchestration.Messaging;
using Agentic.Orchestration.Storage;

namespace Agentic.Orchestration.Api.Ops;

/// <param name="Id">New at each start.</param>
/// <param name="Name">Machine and process.</param>
/// <param name="Roles"><c>web</c>, <c>worker</c>, or both.</param>
/// <param name="Since">When it started.</param>
/// <param name="SeenAt">Its last sign of life.</param>
/// <param name="Silent">It has not been heard of for so long that it has probably ended; others do its work.</param>
/// <param name="Load">Requests that it has in hand.</param>
/// <param name="ConsumeFailures">Messages since then whose work threw; the sweep hands that work out again.</param>
/// <param name="DrainedBy">Who takes it out of service; null when it works.</param>
/// <param name="DrainedSince">Since when.</param>
/// <param name="MayStop">It is drained and has nothing in hand any more.</param>
public sealed record HostView(
    string Id,
    string Name,
    string Roles,
    string Version,
    DateTimeOffset Since,
    DateTimeOffset SeenAt,
    bool Silent,
    int Load,
    long ConsumeFailures,
    string? DrainedBy,
    DateTimeOffset? DrainedSince,
    bool MayStop
)
{
    internal static HostView Of(HostRow host, DateTimeOffset now) =>
        new(
            host.Id,
            host.Name,
            host.Roles,
            host.Version,
            host.StartedAt,
            host.SeenAt,
            now - host.SeenAt > HostPresence.Silent,
            host.Load,
            host.Failures,
            host.Drain?.By,
            host.Drain?.Since,
            host.Drain is not null && host.IsIdle
        );
}
