using Agentic.Orchestration.Notifications.Mailing;
using Agentic.Orchestration.Requests;
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
    /// <summary>It opens the request as long as it is this customer's: what a visitor was given ends when somebody shows whose request it is.</summary>
    public string Path(RequestState state) => $"/r/{state.Id}#{Secret(state)}";

    public string Secret(RequestState state) => tokens.Issue(SessionKind.Link, $"{state.Id} {state.CustomerId}");

    internal static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/session/link", Exchange).AllowAnonymous().RequireRateLimiting(IdentityDoor.SignInLimit).WithTags("Identity").WithSummary("Exchanges a link's secret for a cookie that opens its request.");

    private static Results<Ok<OpenedLink>, ProblemHttpResult> Exchange(LinkSecret body, SessionTokens tokens, MailOptions site, HttpContext context)
    {
        if (tokens.Read(body.Secret) is not { Kind: SessionKind.Link, Subject: var subject } || subject.Split(' ', 2) is not [var requestId, _])
        {
            return new Http.Refusal(401, "Link not valid", "This link has expired or is incomplete. Ask for a new one by writing to us, or sign in.", "secret").ToResult();
        }
        SessionCookies.SetLink(context, site, requestId, body.Secret, tokens.Lifetime(SessionKind.Link));
        return TypedResults.Ok(new OpenedLink(requestId));
    }

    public sealed record LinkSecret(string Secret);

    public sealed record OpenedLink(string RequestId);
}
