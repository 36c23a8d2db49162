namespace Agentic.Orchestration.Storage;

/// <param name="WrappedKey">Null when the owner's key was erased.</param>
public sealed record RequestHead(RequestRow Request, byte[]? WrappedKey);
