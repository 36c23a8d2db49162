using Agentic.Orchestration.Storage;

namespace Agentic.Orchestration.Tests.Storage;

/// <summary>Opens one database again and again on the same data.</summary>
public interface IStoreOpener
{
    Task<IStore> OpenAsync();
}
