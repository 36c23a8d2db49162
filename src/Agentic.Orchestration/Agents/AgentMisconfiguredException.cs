namespace Agentic.Orchestration.Agents;

/// <summary>An agent that was plugged in does what no agent may do here; the message says what to change.</summary>
public sealed class AgentMisconfiguredException(string message) : Exception(message);
