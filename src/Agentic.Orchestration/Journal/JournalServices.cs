using Agentic.Orchestration.Security;
using Agentic.Orchestration.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Agentic.Orchestration.Journal;

public static class JournalServices
{
    /// <param name="isDevelopment">Makes a master key beside the store when none is set; elsewhere
    /// <c>Secrets:MasterKey</c> must be set.</param>
    public static IServiceCollection AddJournal(
        this IServiceCollection services,
        IConfiguration configuration,
        bool isDevelopment
    )
    {
        var master = MasterKey.Read(configuration, isDevelopment);
        services
            .AddSingleton(new Secrets(master))
            .AddSingleton<TableMac>(provider => provider.GetRequiredService<Secrets>().TableMac)
            .AddSingleton<CustomerKeys>()
            .AddSingleton<JournalFeed>()
            .AddSingleton<ISignalReceiver>(provider => provider.GetRequiredService<JournalFeed>())
            .AddSingleton<RequestJournal>();
        services.AddSingleton(provider => new JournalVerifier(
            provider.GetRequiredService<IStore>(),
            provider.GetRequiredService<Secrets>(),
            provider.GetRequiredService<AnchorFile>(),
            provider.GetRequiredService<Anchoring>().FollowOthersAsync
        ));
        var store = StorageServices.StoreFile(configuration);
        services
            .AddSingleton(_ => new CheckpointKey(Or("Journal:SigningKeyFile", store + ".signing-key")))
            .AddSingleton(new AnchorFile(Or("Journal:AnchorFile", store + ".anchor")));
        services
            .AddSingleton(new CheckpointOptions(configuration.GetValue<long?>("Journal:AcceptStoreAt")))
            .AddSingleton<IAnchorSink, LogAnchor>()
            .AddSingleton<Anchoring>()
            .AddSingleton<Checkpointer>();
        return services.AddHostedService(provider => provider.GetRequiredService<Checkpointer>());

        string Or(string setting, string otherwise) => configuration[setting] is { Length: > 0 } given ? given : otherwise;
    }
}
