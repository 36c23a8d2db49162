namespace Agentic.Orchestration.Api.Ops;

/// <param name="Reason">Why; ops and audit read it.</param>
public sealed record SetSuspension(bool Suspended, string Reason);
