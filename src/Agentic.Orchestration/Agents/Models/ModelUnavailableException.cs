namespace Agentic.Orchestration.Agents.Models;

/// <summary>The model did not answer in a usable way; nothing is known to be wrong with the question.</summary>
/// <param name="retryAfter">When the server wants to be asked again, if it said so.</param>
public sealed class ModelUnavailableException(string message, TimeSpan? retryAfter, Exception? inner)
    : Exception(message, inner)
{
    public TimeSpan? RetryAfter => retryAfter;
}
