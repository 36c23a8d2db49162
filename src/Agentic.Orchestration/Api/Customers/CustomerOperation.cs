using System.Security.Claims;
using Agentic.Contracts;
using Agentic.Orchestration.Identity;
using Agentic.Orchestration.Journal;
using Agentic.Orchestration.Requests;
using Microsoft.AspNetCore.Http;

namespace Agentic.Orchestration.Api.Customers;

/// <summary>What every act of a customer needs: who asks, about which request, and how the outcome is shown.</summary>
internal readonly record struct CustomerOperation(
    ClaimsPrincipal User,
    RequestJournal Journal,
    VisitorLinks Links,
    HttpContext Context
)
{
    /// <param name="invalid">What is wrong with the call itself; said to the customer only.</param>
    public async Task<IResult> RunAsync(
        string id,
        Func<Caller, RequestState, Task<ActResult>> act,
        CancellationToken cancellationToken,
        Refusal? invalid = null
    )
    {
        var caller = Caller.Of(User);
        if (await Journal.FindAsync(id, cancellationToken) is not { } state || !(caller.Owns(state) || caller.IsStaff))
        {
            return new Refusal.Missing().ToResult();
        }
        if (!caller.Owns(state))
        {
            var refused = new ApiRefusals.OnlyTheCustomer();
            await Journal.UpdateAsync(
                id,
                _ => [new AccessRefused(caller.User, "act for the customer", refused.Detail)],
                cancellationToken
            );
            return refused.ToResult();
        }
        if (invalid is not null)
        {
            return invalid.ToResult();
        }
        var (after, refusal) = await act(caller, state);
        if (after is { IsVisitor: true } && after.Id != state.Id && !caller.IsCustomerOf(after))
        {
            // Words that were written with a link only go on in a new visitor's request; this browser gets its link.
            Links.Give(Context, after);
            return TypedResults.Ok(RequestViews.Of(after, caller));
        }
        var view = RequestViews.Of(after ?? state, caller);
        return refusal is null ? TypedResults.Ok(view) : refusal.ToResult(view);
    }
}
