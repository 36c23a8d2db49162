using Agentic.Orchestration.Security;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Agentic.Orchestration.Journal;

public static class JournalDoor
{
    /// <param name="isDevelopment">Makes a master key beside the store when none is set; elsewhere <c>Secrets:MasterKey</c> must be set.</param>
    public static IServiceCollection AddJournal(this IServiceCollection services, IConfiguration configuration, bool isDevelopment)
    {
        var master = MasterKey.Read(configuration, isDevelopment);
        services.AddSingleton(new Secrets(master)).AddSingleton<CustomerKeys>().AddSingleton<JournalFeed>().AddSingleton<RequestJournal>().AddSingleton<JournalVerifier>();
        services.AddSingleton<Checkpointer>();
        return services.AddHostedService(provider => provider.GetRequiredService<Checkpointer>());
    }
}
