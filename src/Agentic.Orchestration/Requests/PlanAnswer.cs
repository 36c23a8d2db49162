namespace Agentic.Orchestration.Requests;

public sealed record PlanAnswer(int PlanVersion, bool Accepted, string By);
