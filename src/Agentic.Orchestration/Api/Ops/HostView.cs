namespace Agentic.Orchestration.Api.Ops;

/// <param name="Name">Machine and process.</param>
/// <param name="ConsumeFailures">Messages since then whose work threw; the sweep hands that work out again.</param>
public sealed record HostView(string Name, string Version, DateTimeOffset Since, long ConsumeFailures);
