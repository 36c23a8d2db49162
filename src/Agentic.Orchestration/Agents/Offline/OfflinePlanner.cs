namespace Agentic.Orchestration.Agents.Offline;

/// <summary>
/// A planner without a language model: it costs nothing, says the same each time, and says that it is an automaton. It
/// serves where no model is configured.
/// </summary>
public static class OfflinePlanner
{
    /// <summary>
    /// The provider's name in its metadata, and the key under which a kind of business registers a planner of its own
    /// (<c>IChatClient</c>) for what the phrases of a pack cannot say.
    /// </summary>
    public const string Provider = "offline";
}
