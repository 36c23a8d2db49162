namespace Agentic.Orchestration.Storage;

/// <summary>A hint from one host to the others: something has changed, look again.</summary>
/// <param name="Kind">Who listens for it: one of <see cref="SignalKinds"/>.</param>
/// <param name="Subject">What it is about.</param>
/// <param name="Content">What the receiver needs besides. One that is very long is not sent.</param>
internal sealed record Signal(string Kind, string Subject, string Content = "");
