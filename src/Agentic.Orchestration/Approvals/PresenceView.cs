namespace Agentic.Orchestration.Approvals;

/// <param name="Others">Names of the colleagues who have it open now.</param>
public sealed record PresenceView(IReadOnlyList<string> Others);
