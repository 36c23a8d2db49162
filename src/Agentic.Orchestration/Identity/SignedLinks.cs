using Agentic.Orchestration.Requests;

namespace Agentic.Orchestration.Identity;

/// <summary>
/// A link opens exactly one request. Its secret sits behind the '#', so it reaches no server log and no Referer; the page
/// exchanges it for a cookie that the browser sends to this request's routes only.
/// </summary>
internal sealed class SignedLinks(SessionTokens tokens)
{
    /// <summary>
    /// It opens the request as long as it is this customer's: what a visitor was given ends when somebody shows whose
    /// request it is.
    /// </summary>
    public string Path(RequestState state) => $"/r/{state.Id}#{Secret(state)}";

    public string Secret(RequestState state) => tokens.Issue(SessionKind.Link, $"{state.Id} {state.CustomerId}");
}
