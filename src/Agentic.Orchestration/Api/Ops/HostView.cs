namespace Agentic.Orchestration.Api.Ops;

/// <param name="Name">Machine and process.</param>
/// <param name="Roles"><c>web</c>, <c>worker</c>, or both.</param>
/// <param name="Since">When it started.</param>
/// <param name="SeenAt">Its last sign of life.</param>
/// <param name="Silent">It has not been heard of for so long that it has probably ended; others do its work.</param>
/// <param name="Load">Requests that it has in hand.</param>
/// <param name="ConsumeFailures">Messages since then whose work threw; the sweep hands that work out again.</param>
public sealed record HostView(
    string Name,
    string Roles,
    string Version,
    DateTimeOffset Since,
    DateTimeOffset SeenAt,
    bool Silent,
    int Load,
    long ConsumeFailures
);
