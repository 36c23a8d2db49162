namespace Agentic.Orchestration.Identity;

internal static class Roles
{
    public const string Customer = "customer",
        AgentDesk = "agent-desk",
        Approver = "approver",
        SeniorApprover = "senior-approver",
        Ops = "ops",
        Experience = "cx",
        Privacy = "privacy",
        Admin = "admin";

    public static readonly IReadOnlyList<string> Staff = [AgentDesk, Approver, SeniorApprover, Ops, Experience, Privacy, Admin];
}
