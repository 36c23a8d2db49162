namespace Agentic.Host.Pages;

/// <summary>What every answer says to a browser: nothing is framed, guessed, sent on or loaded from elsewhere.</summary>
internal static class SecurityHeaders
{
    /// <param name="nonce">For the one style element that the component library writes; null where no page is shown.</param>
    public static string Policy(string? nonce) =>
        nonce is null
            ? "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
            : $"default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; img-src 'self' data:; "
                + $"font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    public static void UseSecurityHeaders(this WebApplication app) =>
        app.Use(
            (context, next) =>
            {
                var headers = context.Response.Headers;
                headers.ContentSecurityPolicy = Policy(null);
                headers.XContentTypeOptions = "nosniff";
                headers["Referrer-Policy"] = "no-referrer";
                headers["Cross-Origin-Opener-Policy"] = "same-origin";
                headers["Cross-Origin-Resource-Policy"] = "same-origin";
                headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), payment=()";
                if (context.Request.IsHttps)
                {
                    headers.StrictTransportSecurity = "max-age=31536000";
                }
                if (context.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal))
                {
                    headers.CacheControl = "no-store";
                }
                return next(context);
            }
        );
}
