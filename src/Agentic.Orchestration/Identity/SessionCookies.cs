using Agentic.Orchestration.Mailing;
using Microsoft.AspNetCore.Http;

namespace Agentic.Orchestration.Identity;

/// <summary>
/// Sessions of browsers. No script can read them and no other site's page can make the browser send them; what changes
/// something needs the header <c>X-Agentic</c> beside them, which a foreign form cannot set.
/// </summary>
internal static class SessionCookies
{
    public const string Session = "agentic-session",
        Link = "agentic-link",
        Header = "X-Agentic";

    public static void Set(HttpContext context, MailOptions site, string token, TimeSpan lifetime) =>
        context.Response.Cookies.Append(Session, token, Options(context, site, "/", lifetime));

    public static void SetLink(HttpContext context, MailOptions site, string requestId, string secret, TimeSpan lifetime) =>
        context.Response.Cookies.Append(Link, secret, Options(context, site, $"/api/requests/{requestId}", lifetime));

    public static void Remove(HttpContext context, MailOptions site) =>
        context.Response.Cookies.Delete(Session, Options(context, site, "/", null));

    /// <summary>
    /// Behind a proxy that terminates TLS, the request itself looks like plain HTTP; an https <c>Site:Url</c> counts as
    /// well.
    /// </summary>
    public static bool IsSecure(HttpContext context, MailOptions site) =>
        context.Request.IsHttps || site.SiteUrl.StartsWith("https:", StringComparison.OrdinalIgnoreCase);

    private static CookieOptions Options(HttpContext context, MailOptions site, string path, TimeSpan? lifetime) =>
        new()
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Strict,
            Secure = IsSecure(context, site),
            Path = path,
            MaxAge = lifetime,
            IsEssential = true,
        };
}
