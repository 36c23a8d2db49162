namespace Agentic.Orchestration.Api.Desk;

/// <param name="From">Whoever has it now, to take it over from them; left out for one that nobody has.</param>
public sealed record ClaimApproval(string? From = null);
