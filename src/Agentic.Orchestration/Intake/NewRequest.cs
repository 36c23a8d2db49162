using Agentic.Orchestration.Identity;
using Agentic.Orchestration.Requests;

namespace Agentic.Orchestration.Intake;

/// <param name="CustomerId">Null for a visitor: the request waits until somebody shows whose it is.</param>
/// <param name="LinkedTo">The request that this one continues.</param>
/// <param name="Pack">The business domain that the caller names; null when the words are to decide.</param>
internal sealed record NewRequest(string? CustomerId, string Text, string Locale, string? LinkedTo = null, string? Pack = null)
{
    /// <summary>What a customer writes when their request is over goes on in a new one of the same domain.</summary>
    public static NewRequest After(RequestState state, Caller caller, string text) =>
        new(caller.CustomerId, text, state.Locale, state.Id, state.Pack);
}
