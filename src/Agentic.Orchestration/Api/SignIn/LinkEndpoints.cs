using Agentic.Orchestration.Identity;
using Agentic.Orchestration.Mailing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Agentic.Orchestration.Api.SignIn;

internal static class LinkEndpoints
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/api/session/link", Exchange)
            .AllowAnonymous()
            .RequireRateLimiting(IdentityServices.SignInLimit)
            .WithTags("Identity")
            .WithSummary("Exchanges a link's secret for a cookie that opens its request.");

    private static Results<Ok<OpenedLink>, ProblemHttpResult> Exchange(
        LinkSecret body,
        SessionTokens tokens,
        MailOptions site,
        HttpContext context
    )
    {
        if (
            tokens.Read(body.Secret) is not { Kind: SessionKind.Link, Subject: var subject }
            || subject.Split(' ', 2) is not [var requestId, _]
        )
        {
            return new SignInRefusals.LinkNotValid().ToResult();
        }
        SessionCookies.SetLink(context, site, requestId, body.Secret, tokens.Lifetime(SessionKind.Link));
        return TypedResults.Ok(new OpenedLink(requestId));
    }

    public sealed record LinkSecret(string Secret);

    public sealed record OpenedLink(string RequestId);
}
