namespace Agentic.Orchestration.Agents;

/// <summary>
/// A planner without a language model: it costs nothing, says the same each time, and says that it is an automaton. The
/// program registers one under this name (<c>IChatClient</c>); it serves where no model is configured.
/// </summary>
public static class OfflinePlanner
{
    /// <summary>The provider's name in its metadata, and the key under which it is registered.</summary>
    public const string Provider = "offline";
}
