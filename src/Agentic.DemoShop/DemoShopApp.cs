using System.Text.Json.Nodes;
using Agentic.DemoShop.Admin;
using Agentic.DemoShop.Operations;
using Agentic.DemoShop.World;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Agentic.DemoShop;

/// <summary>
/// A small shop over HTTP, for the demo and the tests: orders, payments, returns, refunds, and faults on demand. It is a
/// stand-in for systems of record and is only ever reached over HTTP.
/// </summary>
public static class DemoShopApp
{
    /// <summary>Settings: <c>DemoShop:Urls</c>, <c>DemoShop:World</c> (a JSON-lines file), <c>DemoShop:Data</c> (a file for its books; in memory when empty).</summary>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        configure?.Invoke(builder);
        var settings = builder.Configuration.GetSection("DemoShop");
        builder.WebHost.UseUrls(settings["Urls"] ?? "http://127.0.0.1:5081");
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(settings["World"] is { Length: > 0 } world ? WorldFile.Load(world) : WorldGenerator.Create());
        builder.Services.AddSingleton(new ShopLedger(settings["Data"] is { Length: > 0 } data ? Prepare(data) : null));
        builder.Services.AddSingleton<Faults>();
        builder.Services.AddSingleton<WriteEndpoint>();
        var app = builder.Build();
        Restore(app);
        Map(app);
        return app;
    }

    private static void Map(WebApplication app)
    {
        app.MapGet("/health/live", () => "ok");
        app.MapGet("/customers/{id}/orders", (string id, ShopWorld world, Faults faults) => Query(faults) ?? Reads.Orders(id, world));
        app.MapGet("/orders/{number}", (string number, ShopWorld world, Faults faults) => Query(faults) ?? Reads.Order(number, world));
        app.MapPost("/orders/{number}/return-quote", (string number, QuoteRequest request, ShopWorld world, Faults faults) => Query(faults) ?? Reads.Quote(number, request, world));
        app.MapPost("/returns", (JsonObject body, HttpContext context, WriteEndpoint write) => write.HandleAsync("return", body, context));
        app.MapPost("/returns/cancellations", (JsonObject body, HttpContext context, WriteEndpoint write) => write.HandleAsync("cancelReturn", body, context));
        app.MapPost("/refunds", (JsonObject body, HttpContext context, WriteEndpoint write) => write.HandleAsync("refund", body, context));
        app.MapGet("/effects/{key}", LookUp);
        app.MapAdmin();
    }

    private static IResult? Query(Faults faults) => faults.Draw("query") is { } fault
        ? fault.Kind == "wrongAnswer" ? Results.Text("<html>maintenance</html>", "text/html") : Results.StatusCode(503)
        : null;

    private static IResult LookUp(string key, ShopLedger ledger, ShopWorld world)
    {
        lock (world.Gate)
        {
            return ledger.Mode.Idempotency == "off" ? Results.StatusCode(501)
                : ledger.TryGetAnswer(key, out var answer) ? Results.Json(answer) : Results.NotFound();
        }
    }

    private static void Restore(WebApplication app)
    {
        var (world, ledger, write) = (app.Services.GetRequiredService<ShopWorld>(), app.Services.GetRequiredService<ShopLedger>(), app.Services.GetRequiredService<WriteEndpoint>());
        foreach (var (what, key, body, at) in ledger.Saved().ToArray())
        {
            if (what == "patch")
            {
                AdminEndpoints.Patch(world, key!, (JsonObject)body);
            }
            else
            {
                write.Replay(what, key, body, at);
            }
        }
    }

    private static string Prepare(string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        return file;
    }
}
