using Agentic.Orchestration.Requests;

namespace Agentic.Orchestration.Identity;

/// <summary>
/// A link opens exactly one request. Its secret sits behind the '#', so it reaches no server log and no Referer; the page
/// exchanges it for a cookie that the browser sends to this request's routes only.
/// </summary>
internal sealed class SignedLinks(SessionTokens tokens)
{
    /// <summary>
    /// The link works only while the request belongs to this customer: a visitor's link stops working once somebody
    /// proves whose request it is.
    /// </summary>
    public string Path(RequestState state) => $"/r/{state.Id}#{Secret(state)}";

    public string Secret(RequestState state) => tokens.Issue(SessionKind.Link, $"{state.Id} {state.CustomerId}");
}
