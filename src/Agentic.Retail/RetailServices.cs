using System.Net;
using Agentic.Orchestration.Agents.Offline;
using Agentic.Orchestration.Approvals;
using Agentic.Orchestration.Connectors;
using Agentic.Orchestration.Gate;
using Agentic.Orchestration.Packs;
using Agentic.Retail.Planning;
using Agentic.Retail.Shop;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Logging;
using Polly;

namespace Agentic.Retail;

/// <summary>All that only shops know: their connector, and a planner that reads what their customers write.</summary>
public static class RetailServices
{
    /// <summary>Section <c>Shop</c>: where the shop is and what it promises.</summary>
    public static IServiceCollection AddRetail(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddShop(ReadShop(configuration.GetSection("Shop"), configuration["DemoShop:Urls"]));
        services
            .AddSingleton<IDeviationCheck, PaymentCheck>()
            .AddSingleton<ISealCheck, PieceCheck>()
            .AddSingleton<IPackExtension, VocabularyReader>();
        return services.AddKeyedSingleton<IChatClient, OfflineChatClient>(OfflinePlanner.Provider);
    }

    /// <exception cref="InvalidOperationException">A setting is wrong; the message names its key.</exception>
    private static ShopOptions ReadShop(IConfigurationSection section, string? demoShop)
    {
        var options = new ShopOptions
        {
            BaseAddress = Uri.TryCreate(
                (section["BaseAddress"] ?? demoShop?.Split(';')[0] ?? "http://127.0.0.1:5081").TrimEnd('/') + "/",
                UriKind.Absolute,
                out var address
            )
                ? address
                : throw new InvalidOperationException(
                    "Shop:BaseAddress must be an absolute URL such as http://127.0.0.1:5081."
                ),
            Guarantee = section.GetValue("Guarantee", Repetition.Idempotent),
            MaxProcessingTime = section.GetValue("MaxProcessingTime", TimeSpan.FromSeconds(10)),
            SettlesWithin = section.GetValue("SettlesWithin", TimeSpan.FromDays(5)) is { Ticks: > 0 } settles
                ? settles
                : throw new InvalidOperationException("Shop:SettlesWithin must be longer than nothing, such as 5.00:00:00."),
            Timeout = section.GetValue("Timeout", TimeSpan.FromSeconds(5)),
            DoneStates = section.GetSection("DoneStates").Get<string[]>() ?? ["credited", "done"],
            AcceptedStates = section.GetSection("AcceptedStates").Get<string[]>() ?? ["instructed"],
        };
        return options.Timeout < options.MaxProcessingTime
            ? options
            : throw new InvalidOperationException(
                "Shop:Timeout must be shorter than Shop:MaxProcessingTime: a call that is still waited for may still happen."
            );
    }

    private static void AddShop(this IServiceCollection services, ShopOptions options)
    {
        services.AddSingleton(options).AddSingleton<ShopHttp>().AddSingleton<IConnector, ShopConnector>();
        // Each single attempt would be a line of its own otherwise; one that failed still is.
        services.AddLogging(logging => logging.AddFilter("Polly", LogLevel.Warning));
        Client(ShopHttp.Effects, options.Timeout);
        Client(ShopHttp.Reads, Timeout.InfiniteTimeSpan)
            .AddResilienceHandler(
                "retry",
                attempts =>
                    attempts
                        .AddRetry(
                            new HttpRetryStrategyOptions
                            {
                                MaxRetryAttempts = 2,
                                Delay = TimeSpan.FromMilliseconds(100),
                                ShouldRetryAfterHeader = false,
                                // What took too long once is not asked again: the run comes back to it later.
                                ShouldHandle = attempt =>
                                    ValueTask.FromResult(
                                        attempt.Outcome.Exception is HttpRequestException or IOException
                                            || attempt.Outcome.Result is { StatusCode: >= HttpStatusCode.InternalServerError }
                                    ),
                            }
                        )
                        .AddTimeout(options.Timeout)
            );
        services.AddHttpClient(ShopHttp.Reads).AddHttpMessageHandler(() => new WholeAnswers(options.MaxAnswer));

        // The bulkhead: a slow shop holds this many calls, not the host.
        IHttpClientBuilder Client(string name, TimeSpan timeout) =>
            services
                .AddHttpClient(
                    name,
                    http =>
                    {
                        http.BaseAddress = options.BaseAddress;
                        http.Timeout = timeout;
                        http.MaxResponseContentBufferSize = options.MaxAnswer;
                    }
                )
                .UseSocketsHttpHandler(
                    (handler, _) =>
                    {
                        handler.MaxConnectionsPerServer = 64;
                        handler.PooledConnectionLifetime = TimeSpan.FromMinutes(5);
                        handler.AllowAutoRedirect = false;
                    }
                )
                .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
                .RemoveAllLoggers();
    }
}
