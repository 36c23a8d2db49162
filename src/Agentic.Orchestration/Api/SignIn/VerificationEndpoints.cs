using Agentic.Orchestration.Identity;
using Agentic.Orchestration.Identity.Verification;
using Agentic.Orchestration.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Agentic.Orchestration.Api.SignIn;

internal static class VerificationEndpoints
{
    private const int MaxOrder = 50,
        MaxEmail = 254;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes
            .MapGroup("/api/verification")
            .WithTags("Identity")
            .AllowAnonymous()
            .RequireRateLimiting(IdentityServices.VerificationLimit);
        group
            .MapPost("", AskAsync)
            .WithSummary(
                "Sends a code to the customer whose order and e-mail address these are; the answer is the same when "
                    + "there is none."
            );
        group.MapPost("/confirmation", ConfirmAsync).WithSummary("Exchanges the code for a session of that customer.");
    }

    private static async Task<Results<Accepted<CodeSent>, ProblemHttpResult>> AskAsync(
        AskForCode body,
        VerificationService service,
        TimeProvider time,
        HttpContext context,
        CancellationToken token
    )
    {
        if (!service.IsOn)
        {
            return new SignInRefusals.NoVerification().ToResult();
        }
        if (
            body.OrderId.Trim().TrimStart('#') is not { Length: > 0 and <= MaxOrder } order
            || !order.All(character => char.IsAsciiLetterOrDigit(character) || character == '-')
        )
        {
            return new Refusal.Invalid("orderId", $"Must have 1 to {MaxOrder} letters, digits or hyphens.").ToResult();
        }
        if (
            body.Email.Length > MaxEmail
            || !System.Net.Mail.MailAddress.TryCreate(body.Email.Trim(), out var address)
            || address.Address != body.Email.Trim()
        )
        {
            return new Refusal.Invalid("email", "Must be an e-mail address such as name@example.com.").ToResult();
        }
        if (Locales.Check(body.Locale) is { } invalid)
        {
            return invalid.ToResult();
        }
        var id = await service.AskAsync(order, body.Email, body.Locale ?? Locales.Preferred(context), token);
        return TypedResults.Accepted((string?)null, new CodeSent(id, time.GetUtcNow() + VerificationService.Lifetime));
    }

    private static async Task<Results<Ok<Session>, ProblemHttpResult>> ConfirmAsync(
        EnterCode body,
        VerificationService service,
        SessionTokens tokens,
        HttpContext context,
        CancellationToken token
    ) =>
        await service.ConfirmAsync(body.Id, body.Code.Trim(), token) is { } customerId
            ? SessionEndpoints.Issue(context, tokens, SessionKind.Customer, customerId, body.Cookie)
            : new SignInRefusals.CodeNotValid().ToResult();
}
