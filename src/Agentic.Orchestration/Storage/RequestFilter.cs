namespace Agentic.Orchestration.Storage;

/// <param name="After">The last id of the page before; ids are time-ordered, lists run from newest to oldest.</param>
public sealed record RequestFilter(string? CustomerId, string? Status, string? After, int Limit);
