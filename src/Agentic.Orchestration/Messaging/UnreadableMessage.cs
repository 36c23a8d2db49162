namespace Agentic.Orchestration.Messaging;

/// <param name="Queue">The queue that it was for.</param>
/// <param name="Text">What is in it, cut after 2,000 characters.</param>
public sealed record UnreadableMessage(string Queue, string Text);
