namespace Agentic.Orchestration.Storage;

/// <summary>The store did not take it.</summary>
internal class StoreUnavailableException(string message, Exception inner) : Exception(message, inner);
