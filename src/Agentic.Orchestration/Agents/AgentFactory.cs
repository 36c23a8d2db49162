using Agentic.Orchestration.Agents.Offline;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace Agentic.Orchestration.Agents;

/// <summary>Makes agents, and reads what any agent says about itself, ours or one that was plugged in.</summary>
internal static class AgentFactory
{
    /// <summary>An agent over a model that carries out no function by itself.</summary>
    public static AIAgent Create(IChatClient model, string role) =>
        new ChatClientAgent(model, new ChatClientAgentOptions { Name = role, UseProvidedChatClientAsIs = true });

    /// <summary>The name in the journal of who answered: the agent's model if the agent says so, otherwise the agent.</summary>
    public static string ModelOf(AIAgent agent) => Metadata(agent)?.DefaultModelId ?? agent.Name ?? "unknown";

    /// <summary>It costs nothing and always says the same, so its turns need no place in the journal of their own.</summary>
    public static bool IsOffline(AIAgent agent) => Metadata(agent)?.ProviderName == OfflinePlanner.Provider;

    private static ChatClientMetadata? Metadata(AIAgent agent) => agent.GetService<ChatClientMetadata>();
}
