using System.Text.Json.Nodes;
using Agentic.DemoShop.Admin;
using Agentic.DemoShop.Events;
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
    /// <summary>
    /// Settings: <c>DemoShop:Urls</c>; <c>DemoShop:World</c>, a JSON-lines file; <c>DemoShop:Data</c>, a file for its
    /// books (in memory when empty); <c>DemoShop:Events</c> and <c>DemoShop:EventSecret</c>, where and how signed to
    /// report parcels and bank transfers.
    /// </summary>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        configure?.Invoke(builder);
        var settings = builder.Configuration.GetSection("DemoShop");
        builder.WebHost.UseUrls(settings["Urls"] ?? "http://127.0.0.1:5081");
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(
            settings["World"] is { Length: > 0 } world ? WorldFile.Load(world) : WorldGenerator.Create()
        );
        builder.Services.AddSingleton(new ShopLedger(settings["Data"] is { Length: > 0 } data ? Prepare(data) : null));
        builder.Services.AddSingleton<Faults>();
        builder.Services.AddSingleton<WriteEndpoint>();
        builder.Services.AddSingleton<EventSender>().AddHostedService(services => services.GetRequiredService<EventSender>());
        var app = builder.Build();
        Restore(app);
        Map(app);
        return app;
    }

    private static void Map(WebApplication app)
    {
        app.MapGet("/health/live", () => "ok");
        app.MapGet(
            "/customers/{id}/orders",
            (string id, ShopWorld world, Faults faults) => Query(faults, id) ?? Reads.Orders(id, world)
        );
        app.MapGet(
            "/orders/{number}",
            (string number, ShopWorld world, Faults faults) => Query(faults, number) ?? Reads.Order(number, world)
        );
        app.MapPost(
            "/orders/{number}/quotes/{kind}",
            (string number, string kind, QuoteRequest request, ShopWorld world, Faults faults) =>
                Query(faults, number) ?? Quotes.Quote(number, kind, request, world)
        );
        app.MapPost(
            "/customers/{id}/quotes/address",
            (string id, QuoteRequest request, ShopWorld world, Faults faults) =>
                Query(faults, id) ?? Quotes.CustomerAddress(id, request, world)
        );
        app.MapGet(
            "/customers/{id}/risk",
            (string id, ShopWorld world, Faults faults, TimeProvider time) => Query(faults, id) ?? Reads.Risk(id, world, time)
        );
        app.MapGet(
            "/customers/{id}/contact",
            (string id, ShopWorld world, Faults faults) => Query(faults, id) ?? Reads.Contact(id, world)
        );
        app.MapPost(
            "/orders/{number}/customer",
            (string number, OwnerRequest request, ShopWorld world, Faults faults) =>
                Query(faults, number) ?? Reads.Owner(number, request, world)
        );
        app.MapGet(
            "/products/{id}",
            (string id, ShopWorld world, Faults faults) => Query(faults, id) ?? Reads.Product(id, world)
        );
        app.MapPost(
            "/operations/{operation}",
            (string operation, JsonObject body, HttpContext context, WriteEndpoint write) =>
                write.HandleAsync(operation, body, context)
        );
        app.MapGet("/effects/{key}", LookUp);
        app.MapGet(
            "/refunds/{id}",
            (string id, ShopWorld world, Faults faults) => Query(faults, id) ?? Reads.Refund(id, world)
        );
        app.MapAdmin();
        app.MapEvents();
    }

    private static IResult? Query(Faults faults, string about) =>
        faults.Draw("query", about) is { } fault
            ? fault.Kind == "wrongAnswer"
                ? Results.Text("<html>maintenance</html>", "text/html")
                : Results.StatusCode(503)
            : null;

    private static IResult LookUp(string key, ShopLedger ledger, ShopWorld world)
    {
        lock (world.Gate)
        {
            return ledger.Mode.Idempotency == "off" ? Results.StatusCode(501)
                : ledger.TryGetAnswer(key, out var answer) ? Results.Json(answer)
                : Results.NotFound();
        }
    }

    private static void Restore(WebApplication app)
    {
        var (world, ledger, write) = (
            app.Services.GetRequiredService<ShopWorld>(),
            app.Services.GetRequiredService<ShopLedger>(),
            app.Services.GetRequiredService<WriteEndpoint>()
        );
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
