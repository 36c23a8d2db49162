using Agentic.Orchestration.Identity;
using Agentic.Orchestration.Mailing;
using Agentic.Orchestration.Requests;
using Microsoft.AspNetCore.Http;

namespace Agentic.Orchestration.Api.Customers;

/// <summary>Lets a browser come back to a request that nobody has signed in for.</summary>
internal sealed class VisitorLinks(SignedLinks links, SessionTokens tokens, MailOptions site)
{
    public void Give(HttpContext context, RequestState state) =>
        SessionCookies.SetLink(context, site, state.Id, links.Secret(state), tokens.Lifetime(SessionKind.Link));
}
