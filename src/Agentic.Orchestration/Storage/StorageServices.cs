using Agentic.Orchestration.Storage.Postgres;
using Agentic.Orchestration.Storage.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Agentic.Orchestration.Storage;

public static class StorageServices
{
    /// <summary>
    /// <c>ConnectionStrings:Store</c>: the path of a SQLite file, or the settings of a PostgreSQL database such as
    /// <c>Host=db;Database=agentic;Username=agentic;Password=…</c>. Default <c>data/agentic.db</c>.
    /// </summary>
    public static IServiceCollection AddStorage(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(provider => provider.GetRequiredService<IStore>().Clock);
        services.TryAddSingleton(provider => new ThisHost(
            Guid.NewGuid().ToString("N"),
            IsAlone: !provider.GetRequiredService<IStore>().IsShared
        ));
        return services
            .AddSingleton<SharedMemory>()
            .AddHostedService(provider => provider.GetRequiredService<SharedMemory>())
            .AddSingleton(provider => Open(configuration, provider.GetRequiredService<TableMac>().Invoke))
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
            .AddPart(store => store.Audit)
            .AddPart(store => store.Hosts)
            .AddPart(store => store.ProtectionKeys)
            .AddPart(store => store.Restores)
            .AddPart(store => store.Signals);
    }

    /// <param name="configuration">Names the store.</param>
    /// <param name="seal">Keyed hash over what tables hold that no journal explains; null to leave their seals alone.</param>
    /// <exception cref="InvalidOperationException">It cannot be opened; the message says why.</exception>
    internal static IStore Open(IConfiguration configuration, Func<byte[], byte[]>? seal) =>
        IsPostgres(configuration)
            ? PostgresStore.Open(Setting(configuration), seal)
            : SqliteStore.Open(StoreFile(configuration), seal);

    /// <summary>
    /// The SQLite file. With PostgreSQL there is none, but its name in <c>Data:Folder</c> (default <c>data</c>) says where what
    /// lies beside a store belongs: keys, anchors, the demo's files.
    /// </summary>
    public static string StoreFile(IConfiguration configuration)
    {
        var setting = Setting(configuration);
        return IsPostgres(setting) ? Path.Combine(configuration["Data:Folder"] ?? "data", "agentic.db")
            : setting.StartsWith(FilePrefix, StringComparison.OrdinalIgnoreCase) ? setting[FilePrefix.Length..].TrimEnd(';')
            : IsSetting(setting) ? setting
            : throw new InvalidOperationException($"ConnectionStrings:Store must be {Form}.");
    }

    internal const string Form =
        "the path of a SQLite file, such as data/agentic.db, or a PostgreSQL database, such as "
        + "Host=db;Database=agentic;Username=agentic;Password=…";

    internal static bool IsSetting(string setting) =>
        IsPostgres(setting)
        || setting.StartsWith(FilePrefix, StringComparison.OrdinalIgnoreCase)
        || !(setting.Contains('=', StringComparison.Ordinal) || setting.Contains("://", StringComparison.Ordinal));

    /// <summary>A SQLite file that is not there yet. What a database holds is not known before it is opened.</summary>
    public static bool IsNew(IConfiguration configuration) =>
        !IsPostgres(Setting(configuration)) && !File.Exists(StoreFile(configuration));

    public static bool IsPostgres(IConfiguration configuration) => IsPostgres(Setting(configuration));

    private const string FilePrefix = "Data Source=";

    private static string Setting(IConfiguration configuration) =>
        configuration.GetConnectionString("Store") is { Length: > 0 } given ? given : "data/agentic.db";

    private static bool IsPostgres(string setting) =>
        setting
            .Split(';', StringSplitOptions.TrimEntries)
            .Any(part => part.StartsWith("Host=", StringComparison.OrdinalIgnoreCase));

    private static IServiceCollection AddPart<T>(this IServiceCollection services, Func<IStore, T> part)
        where T : class => services.AddSingleton(provider => part(provider.GetRequiredService<IStore>()));
}
