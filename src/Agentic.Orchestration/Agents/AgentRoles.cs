namespace Agentic.Orchestration.Agents;

/// <summary>
/// Keys of the agents that a program may replace by its own:
/// <c>services.AddKeyedSingleton&lt;AIAgent&gt;(AgentRoles.Planner, …)</c>, before <c>AddAgents</c>.
/// </summary>
public static class AgentRoles
{
    /// <summary>Proposes actions, asks, or passes on; it is given the functions of the catalogue.</summary>
    public const string Planner = "planner";

    /// <summary>Gives the second opinion on one proposed action by calling <c>give_opinion</c>.</summary>
    public const string Reviewer = "reviewer";

    /// <summary>Answers an <c>Agentic.Agent</c> step of a workflow with JSON.</summary>
    public const string Workflow = "workflow";
}
