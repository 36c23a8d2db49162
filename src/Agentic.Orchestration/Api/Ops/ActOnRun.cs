namespace Agentic.Orchestration.Api.Ops;

/// <param name="Reason">Why; needed for undo and cancel. Staff and audit read it.</param>
public sealed record ActOnRun(string? Reason = null);
