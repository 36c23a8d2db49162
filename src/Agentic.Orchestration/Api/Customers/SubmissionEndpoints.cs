using System.Security.Claims;
using Agentic.Orchestration.Customers;
using Agentic.Orchestration.Identity;
using Agentic.Orchestration.Identity.Verification;
using Agentic.Orchestration.Intake;
using Agentic.Orchestration.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Agentic.Orchestration.Api.Customers;

internal static class SubmissionEndpoints
{
    private const int MinVisitorKey = 16;

    public static void MapSubmission(this RouteGroupBuilder group) =>
        group
            .MapPost("/requests", SubmitAsync)
            .AllowAnonymous()
            .RequireRateLimiting(RequestLimits.SubmitLimit)
            .WithSummary(
                "Submits a wish in the customer's own words; without a session it waits until somebody shows whose it is."
            );

    private static async Task<Results<Created<SubmittedRequest>, ProblemHttpResult>> SubmitAsync(
        SubmitRequest body,
        [FromHeader(Name = "Idempotency-Key")] string? key,
        ClaimsPrincipal user,
        RequestSubmission submission,
        CustomerDirectory customers,
        VerificationService verification,
        SignedLinks links,
        HttpContext context,
        CancellationToken token
    )
    {
        var caller = user.Identity is { IsAuthenticated: true } ? Caller.Of(user) : RequestSubmission.Visitor;
        if (CheckSubmission(body, key, caller, verification.IsOn, context) is { } refused)
        {
            return refused.ToResult();
        }
        if (
            caller.CustomerId is null
            && body.CustomerId is { } named
            && await CheckCustomerAsync(named, customers, token) is { } no
        )
        {
            return no.ToResult();
        }
        var (state, refusal) = await submission.SubmitAsync(
            caller,
            new(caller.CustomerId ?? body.CustomerId, body.Text, body.Locale ?? Locales.Preferred(context), Pack: body.Pack),
            key,
            token
        );
        return refusal is not null
            ? refusal.ToResult()
            : TypedResults.Created(
                $"/api/requests/{state!.Id}",
                new SubmittedRequest(
                    state.Id,
                    state.Status,
                    caller == RequestSubmission.Visitor && state.IsVisitor ? links.Path(state) : $"/r/{state.Id}"
                )
            );
    }

    /// <summary>Staff submit for somebody: a slip of the pen must not open a request that is nobody's.</summary>
    private static async Task<Refusal?> CheckCustomerAsync(
        string customerId,
        CustomerDirectory customers,
        CancellationToken token
    )
    {
        try
        {
            return await customers.ExistsAsync(customerId, token) == false
                ? new SubmissionRefusals.NoSuchCustomer(customerId)
                : null;
        }
        catch (CustomersUnavailableException)
        {
            return new SubmissionRefusals.CustomerUncheckable();
        }
    }

    private static Refusal? CheckSubmission(SubmitRequest body, string? key, Caller caller, bool visitors, HttpContext context)
    {
        var isVisitor = caller.CustomerId is null && !caller.IsStaff;
        // A session that has ended must not turn its customer into a visitor silently.
        return
            isVisitor
            && (
                !visitors
                || context.Request.Headers.Authorization.Count > 0
                || context.Request.Cookies.ContainsKey(SessionCookies.Session)
            )
            ? visitors
                ? new SubmissionRefusals.SessionEnded()
                : new SubmissionRefusals.SignInFirst()
            : RequestChecks.Text(body.Text)
                ?? Locales.Check(body.Locale)
                ?? RequestChecks.Key(key)
                // Visitors share one name: a key that somebody could guess would open somebody else's request.
                ?? (
                    isVisitor && key is { Length: < MinVisitorKey } ? new SubmissionRefusals.KeyTooShort(MinVisitorKey)
                    : caller.CustomerId is not null && body.CustomerId is not null && body.CustomerId != caller.CustomerId
                        ? new SubmissionRefusals.NotForOthers()
                    : isVisitor && body.CustomerId is not null ? new SubmissionRefusals.NobodyKnownYet()
                    : caller.CustomerId is null && caller.IsStaff && body.CustomerId is not { Length: > 0 and <= 100 }
                        ? new SubmissionRefusals.CustomerMissing()
                    : null
                );
    }
}
