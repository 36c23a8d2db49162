using Agentic.Contracts;

namespace Agentic.Library;

/// <summary>A book that somebody has borrowed.</summary>
/// <param name="Renewals">How often its due date was moved.</param>
/// <param name="Reserved">Somebody else waits for it.</param>
/// <param name="Fee">Owed because it came back late; null when nothing is owed.</param>
internal sealed record Loan(
    string Id,
    string CustomerId,
    string Title,
    DateOnly Due,
    int Renewals = 0,
    bool Reserved = false,
    Money? Fee = null
);
