using Microsoft.AspNetCore.Http;

namespace Agentic.Orchestration.Identity;

/// <summary>
/// Sessions of browsers. No script can read them and no other site's page can make the browser send them; what changes
/// something needs the header <c>X-Agentic</c> beside them, which a foreign form cannot set.
/// </summary>
internal static class SessionCookies
{
    public const string Session = "agentic-session", Link = "agentic-link", Header = "X-Agentic";

    public static void Set(HttpContext context, string token, TimeSpan lifetime) => context.Response.Cookies.Append(Session, token, Options(context, "/", lifetime));

    public static void SetLink(HttpContext context, string requestId, string secret, TimeSpan lifetime) => context.Response.Cookies.Append(Link, secret, Options(context, $"/api/requests/{requestId}", lifetime));

    public static void Remove(HttpContext context) => context.Response.Cookies.Delete(Session, Options(context, "/", null));

    private static CookieOptions Options(HttpContext context, string path, TimeSpan? lifetime) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = context.Request.IsHttps,
        Path = path,
        MaxAge = lifetime,
        IsEssential = true,
    };
}
