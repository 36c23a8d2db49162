using Agentic.Orchestration.Storage.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Agentic.Orchestration.Storage;

public static class StorageServices
{
    /// <summary><c>ConnectionStrings:Store</c>: the path of a SQLite file. Default <c>data/agentic.db</c>.</summary>
    public static IServiceCollection AddStorage(this IServiceCollection services, IConfiguration configuration)
    {
        var file = StoreFile(configuration);
        return services
            .AddSingleton<IStore>(provider => SqliteStore.Open(file, provider.GetRequiredService<TableMac>().Invoke))
            .AddPart(store => store.Journal)
            .AddPart(store => store.WakeUps)
            .AddPart(store => store.Ledger)
            .AddPart(store => store.Queues)
            .AddPart(store => store.Requests)
            .AddPart(store => store.Runs)
            .AddPart(store => store.Statistics)
            .AddPart(store => store.Accounts)
            .AddPart(store => store.Tickets)
            .AddPart(store => store.Suspensions)
            .AddPart(store => store.CustomerKeys)
            .AddPart(store => store.Checkpoints)
            .AddPart(store => store.Audit);
    }

    public static string StoreFile(IConfiguration configuration)
    {
        var setting = configuration.GetConnectionString("Store") is { Length: > 0 } given ? given : "data/agentic.db";
        return setting.StartsWith("Data Source=", StringComparison.OrdinalIgnoreCase)
                ? setting["Data Source=".Length..].TrimEnd(';')
            : setting.Contains('=', StringComparison.Ordinal)
                ? throw new InvalidOperationException(
                    "ConnectionStrings:Store must be the path of a SQLite file, such as data/agentic.db."
                )
            : setting;
    }

    private static IServiceCollection AddPart<T>(this IServiceCollection services, Func<IStore, T> part)
        where T : class => services.AddSingleton(provider => part(provider.GetRequiredService<IStore>()));
}
