using Microsoft.Extensions.AI;

namespace Agentic.Orchestration.Agents;

/// <summary>
/// A planner without a language model: it costs nothing, says the same each time, and says that it is an automaton. The
/// program registers one under this name (<c>IChatClient</c>); it serves where no model is configured.
/// </summary>
public static class OfflinePlanner
{
    /// <summary>The provider's name in its metadata, and the key under which it is registered.</summary>
    public const string Provider = "offline";

    /// <summary>It costs nothing and always says the same, so its turns need no place in the journal of their own.</summary>
    public static bool IsBehind(IChatClient model) =>
        (model.GetService(typeof(ChatClientMetadata)) as ChatClientMetadata)?.ProviderName == Provider;
}
