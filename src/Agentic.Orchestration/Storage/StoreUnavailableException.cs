namespace Agentic.Orchestration.Storage;

public sealed class StoreUnavailableException(string message, Exception inner) : Exception(message, inner);
