using Agentic.DemoShop;
using Agentic.Host.Demo;
using Agentic.Host.Pages;
using Agentic.Library;
using Agentic.Orchestration.Agents;
using Agentic.Orchestration.Api;
using Agentic.Orchestration.Api.Ops;
using Agentic.Orchestration.Api.SignIn;
using Agentic.Orchestration.Approvals;
using Agentic.Orchestration.Connectors;
using Agentic.Orchestration.Execution;
using Agentic.Orchestration.Gate;
using Agentic.Orchestration.HandOffs;
using Agentic.Orchestration.Identity;
using Agentic.Orchestration.Intake;
using Agentic.Orchestration.Journal;
using Agentic.Orchestration.Messaging;
using Agentic.Orchestration.Monitoring;
using Agentic.Orchestration.Notifications;
using Agentic.Orchestration.OutsideEvents;
using Agentic.Orchestration.Packs;
using Agentic.Orchestration.Storage;
using Agentic.Retail;

namespace Agentic.Host;

/// <summary>The program: a list of what it adds and maps.</summary>
public static class AgenticHost
{
    private const string EventSecret = "Events:shop:Secret";

    public static async Task<int> RunAsync(string[] args)
    {
        try
        {
            // Host and demo shop of one process share a secret that nobody else ever sees.
            var secret = Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(32));
            StoryClock? clock = null;
            var admitted = "";
            await using var app = Build(
                args,
                builder =>
                {
                    if (StartsShop(builder.Configuration))
                    {
                        builder.Configuration[EventSecret] ??= secret;
                        if (DemoStory.IsWanted(builder.Configuration, builder.Environment))
                        {
                            admitted = DemoStory.Admit(builder.Configuration);
                            builder.Services.AddSingleton<TimeProvider>(clock = new());
                        }
                    }
                }
            );
            await using var shop = StartsShop(app.Configuration)
                ? DemoShopApp.Build(
                    ShopArguments(app.Configuration),
                    builder => builder.Services.AddSingleton<TimeProvider>(clock ?? TimeProvider.System)
                )
                : null;
            await (shop?.StartAsync() ?? Task.CompletedTask);
            await app.StartAsync();
            if (clock is not null && shop is not null)
            {
                Console.WriteLine("Filling the empty store with two weeks of sample data (off: --Demo:Story false) ...");
                await DemoStory.TellAsync(
                    clock,
                    app.Urls.First(),
                    shop.Urls.First(),
                    admitted,
                    app.Lifetime.ApplicationStopping
                );
            }
            Greeting.Print(app, shop);
            await app.WaitForShutdownAsync();
            return 0;
        }
        catch (Exception wrong)
            when (wrong is InvalidOperationException or InvalidDataException or IOException or ArgumentException)
        {
            await Console.Error.WriteLineAsync("Agentic cannot start: " + wrong.Message);
            return 1;
        }
    }

    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        // Settings and packs lie beside the program, so it can be started from any folder.
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory }
        );
        configure?.Invoke(builder);
        var (configuration, services) = (builder.Configuration, builder.Services);
        builder
            .WebHost.UseUrls(Startup.Urls(configuration))
            .ConfigureKestrel(server => server.Limits.MaxRequestBodySize = 64 * 1024);
        var demo = Startup.HasDemoAccounts(configuration, builder.Environment);
        // Only scripts and styles are compressed: compressing a secret over TLS can leak it through the response size.
        services.AddResponseCompression(compression =>
        {
            compression.EnableForHttps = true;
            compression.MimeTypes = ["text/javascript", "text/css"];
        });
        Startup.Add(
            configuration,
            builder.Environment,
            // First: its clock is everybody's.
            () => services.AddStorage(configuration),
            () => services.AddJournal(configuration, builder.Environment.IsDevelopment()),
            () => services.AddApi(configuration).AddApiDescription(),
            () => services.AddRetail(configuration),
            () => services.AddLibrary(configuration),
            () => services.AddConnectors(configuration),
            () => services.AddPacks(configuration),
            () => services.AddIntake().AddGate(),
            () => services.AddAgents(configuration),
            () => services.AddExecution(configuration),
            () => services.AddApprovals().AddHandOffs().AddMonitoring().AddOutsideEvents(),
            () => services.AddIdentity(configuration, demo),
            () => services.AddOpenIdSignIn(configuration),
            () => services.AddNotifications(configuration, demo, Startup.Urls(configuration).Split(';')[0]),
            () => services.AddMessaging(configuration),
            () => services.AddTelemetryExport(configuration)
        );
        var app = builder.Build();
        // Everything that can be wrong with packs and store shows now, not at the first request.
        app.Services.GetRequiredService<PackRegistry>();
        app.Services.GetRequiredService<IStore>();
        if (!HostRoles.Read(configuration).IsWeb)
        {
            app.MapHealth();
            return app;
        }
        app.UseWhen(
            context => context.Request.Path.StartsWithSegments("/assets", StringComparison.Ordinal),
            files => files.UseResponseCompression()
        );
        app.UseSecurityHeaders();
        app.MapPages();
        app.UseNotFound();
        app.MapOrchestration();
        app.MapOpenApi().AllowAnonymous();
        if (demo)
        {
            FirstSteps.Map(app, configuration["Shop:BaseAddress"] ?? configuration["DemoShop:Urls"] ?? "http://127.0.0.1:5081");
        }
        return app;
    }

    /// <summary><c>DemoShop:Start</c>: false leaves the shop to somebody else. Default: started in Development.</summary>
    private static bool StartsShop(IConfiguration configuration) =>
        configuration.GetValue(
            "DemoShop:Start",
            string.Equals(
                configuration["ASPNETCORE_ENVIRONMENT"] ?? configuration["environment"],
                "Development",
                StringComparison.OrdinalIgnoreCase
            )
        );

    private static string[] ShopArguments(IConfiguration configuration) =>
        [
            $"--DemoShop:Urls={configuration["DemoShop:Urls"] ?? "http://127.0.0.1:5081"}",
            $"--DemoShop:World={configuration["DemoShop:World"]}",
            $"--DemoShop:Data={configuration["DemoShop:Data"] ?? DemoShopData(configuration)}",
            $"--DemoShop:Events={Startup.Urls(configuration).Split(';')[0]}/api/events/shop",
            $"--DemoShop:EventSecret={configuration[EventSecret]}",
            "--Logging:LogLevel:Default=Warning",
        ];

    /// <summary>Beside the store.</summary>
    private static string DemoShopData(IConfiguration configuration) =>
        Path.Combine(Path.GetDirectoryName(Path.GetFullPath(StorageServices.StoreFile(configuration)))!, "demo-shop.jsonl");
}
