using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using Agentic.Orchestration.Api;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;

namespace Agentic.Host.Pages;

/// <summary>Serves the web client that the build put into <c>pages</c>; without it says how to get it.</summary>
internal static class WebPages
{
    /// <summary>Routes of the client; everything else that is no API route is not found.</summary>
    private static readonly string[] Routes = ["/", "/my", "/r/{id}", "/sign-in", "/desk/{**rest}", "/cockpit/{**rest}"];

    private const string Missing = """
        <!doctype html><html lang="en"><meta charset="utf-8"><title>Agentic</title>
        <h1>The pages are not built</h1>
        <p>The API works: <a href="/openapi/v1.json">/openapi/v1.json</a>.
        For the pages install Node 20.19 or newer and build again: <code>dotnet build</code>.</p></html>
        """;

    public static void MapPages(this WebApplication app)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "pages");
        var index = Path.Combine(folder, "index.html");
        var page = File.Exists(index) ? Page(app, index) : null;
        if (page is not null)
        {
            app.UseStaticFiles(
                new StaticFileOptions
                {
                    RequestPath = "/assets",
                    FileProvider = new PhysicalFileProvider(Path.Combine(folder, "assets")),
                    ContentTypeProvider = new FileExtensionContentTypeProvider(),
                    // Names hold a hash of the content.
                    OnPrepareResponse = file =>
                        file.Context.Response.Headers.CacheControl = "public, max-age=31536000, immutable",
                }
            );
        }
        foreach (var route in Routes)
        {
            app.MapMethods(route, [HttpMethods.Get, HttpMethods.Head], (HttpContext context) => Show(context, page))
                .AllowAnonymous()
                .ExcludeFromDescription();
        }
    }

    /// <summary>
    /// Whoever asks for something that is not there hears so, signed in or not: a page for people, a problem for
    /// programs.
    /// </summary>
    public static void UseNotFound(this WebApplication app)
    {
        var index = Path.Combine(AppContext.BaseDirectory, "pages", "index.html");
        var page = File.Exists(index) ? Page(app, index) : null;
        app.Use(
            (context, next) => context.GetEndpoint() is null ? NotFound(context, page).ExecuteAsync(context) : next(context)
        );
    }

    private static IResult NotFound(HttpContext context, string? page)
    {
        if (
            page is null
            || context.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal)
            || !context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal)
        )
        {
            return TypedResults.Problem(
                statusCode: 404,
                title: "Not found",
                detail: $"There is no route {context.Request.Method} {context.Request.Path}; /openapi/v1.json lists them."
            );
        }
        context.Response.StatusCode = 404;
        return Show(context, page);
    }

    /// <summary>What every page asks for first comes with it, so that nothing moves when it would arrive.</summary>
    private static string Page(WebApplication app, string index) =>
        File.ReadAllText(index).Replace("__ABOUT__", Describe(app), StringComparison.Ordinal);

    private static string Describe(WebApplication app) =>
        HtmlEncoder.Default.Encode(JsonSerializer.Serialize(AboutEndpoints.Describe(app.Services), JsonSerializerOptions.Web));

    private static IResult Show(HttpContext context, string? page)
    {
        context.Response.Headers.CacheControl = "no-store";
        if (page is null)
        {
            return Results.Content(Missing, "text/html; charset=utf-8");
        }
        var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(18));
        context.Response.Headers.ContentSecurityPolicy = SecurityHeaders.Policy(nonce);
        return Results.Content(page.Replace("__NONCE__", nonce, StringComparison.Ordinal), "text/html; charset=utf-8");
    }
}
