using Agentic.Orchestration.Connectors;
using Agentic.Orchestration.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Agentic.Library;

/// <summary>A demo of a second business domain: it shares the program with the shop and knows nothing of it.</summary>
public static class LibraryServices
{
    /// <summary><c>Library:Data</c>: the file with the library's books. Default <c>library.jsonl</c> beside the store.</summary>
    public static IServiceCollection AddLibrary(this IServiceCollection services, IConfiguration configuration)
    {
        var beside = Path.GetDirectoryName(Path.GetFullPath(StorageServices.StoreFile(configuration)))!;
        var file = configuration["Library:Data"] ?? Path.Combine(beside, "library.jsonl");
        services.AddSingleton(provider => new LibraryBooks(file, provider.GetRequiredService<TimeProvider>()));
        return services.AddSingleton<IConnector, LibraryConnector>();
    }
}
