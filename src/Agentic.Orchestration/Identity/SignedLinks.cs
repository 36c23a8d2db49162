using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Agentic.Orchestration.Identity;

/// <summary>
/// A link opens exactly one request. Its secret sits behind the '#', so it reaches no server log and no Referer; the page
/// exchanges it for a cookie that the browser sends to this request's routes only.
/// </summary>
public sealed class SignedLinks(SessionTokens tokens)
{
    public string Path(string requestId) => $"/r/{requestId}#{tokens.Issue(SessionKind.Link, requestId)}";

    internal static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/session/link", Exchange).AllowAnonymous().RequireRateLimiting(IdentityDoor.SignInLimit).WithTags("Identity").WithSummary("Exchanges a link's secret for a cookie that opens its request.");

    private static Results<Ok<OpenedLink>, ProblemHttpResult> Exchange(LinkSecret body, SessionTokens tokens, HttpContext context)
    {
        if (tokens.Read(body.Secret) is not { Kind: SessionKind.Link, Subject: var requestId })
        {
            return new Http.Refusal(401, "Link not valid", "This link has expired or is incomplete. Ask for a new one by writing to us, or sign in.", "secret").ToResult();
        }
        SessionCookies.SetLink(context, requestId, body.Secret, tokens.Lifetime(SessionKind.Link));
        return TypedResults.Ok(new OpenedLink(requestId));
    }

    public sealed record LinkSecret(string Secret);

    public sealed record OpenedLink(string RequestId);
}
