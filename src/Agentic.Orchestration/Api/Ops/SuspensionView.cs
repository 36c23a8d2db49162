namespace Agentic.Orchestration.Api.Ops;

public sealed record SuspensionView(bool Suspended, string By, string Reason, DateTimeOffset At);
