using Agentic.Orchestration.Requests;
using Microsoft.AspNetCore.Http;

namespace Agentic.Orchestration.Api;

/// <summary>The languages that are spoken here.</summary>
internal static class Locales
{
    public static Refusal? Check(string? locale) =>
        locale is null or "de" or "en" or "de-DE" or "de-AT" or "de-CH" or "en-GB" or "en-US" or "en-IE"
            ? null
            : new Refusal.Invalid("locale", "Must be de or en, or one of de-DE, de-AT, de-CH, en-GB, en-US, en-IE.");

    /// <summary>The browser's language, or <paramref name="otherwise"/> when the browser names none.</summary>
    public static string Of(HttpContext context, string otherwise) =>
        context.Request.Headers.AcceptLanguage.Count == 0 ? otherwise : Preferred(context);

    /// <summary>English when the browser lists English first, otherwise German.</summary>
    public static string Preferred(HttpContext context) =>
        context.Request.Headers.AcceptLanguage.ToString().StartsWith("en", StringComparison.OrdinalIgnoreCase) ? "en" : "de";
}
