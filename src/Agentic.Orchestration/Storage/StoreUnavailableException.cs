namespace Agentic.Orchestration.Storage;

internal sealed class StoreUnavailableException(string message, Exception inner) : Exception(message, inner);
