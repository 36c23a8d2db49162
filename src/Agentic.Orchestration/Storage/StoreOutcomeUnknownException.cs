namespace Agentic.Orchestration.Storage;

/// <summary>The connection broke while the store committed, and it cannot be asked: it may have been kept.</summary>
internal sealed class StoreOutcomeUnknownException(string message, Exception inner) : StoreUnavailableException(message, inner);
