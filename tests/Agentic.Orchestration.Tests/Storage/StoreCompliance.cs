using Agentic.Contracts;
using Agentic.Orchestration.Storage;

namespace Agentic.Orchestration.Tests.Storage;

/// <summary>An empty store for each test. A suite per part inherits it; a database runs each of them.</summary>
public abstract class StoreCompliance(IStoreOpener opener) : IAsyncLifetime
{
    protected static readonly DateTimeOffset Now = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);

    protected IStore Store { get; private set; } = null!;

    public async Task InitializeAsync() => Store = await opener.OpenAsync();

    public async Task DisposeAsync() => await Store.DisposeAsync();

    /// <summary>Closes and opens again on the same data.</summary>
    protected async Task ReopenAsync()
    {
        await Store.DisposeAsync();
        Store = await opener.OpenAsync();
    }

    protected Task<AppendConflict?> AppendAsync(string id, long version, int events, Func<Append, Append>? with = null)
    {
        var stored = Enumerable
            .Range(1, events)
            .Select(number => new StoredEvent(version + number, "Fact", Now, [(byte)(version + number)], [7]))
            .ToArray();
        var append = new Append(
            Guid.NewGuid().ToString("N"),
            id,
            version,
            stored,
            new(id, "anna", RequestStatus.Received, "de", Now, Now, version + events, [1], [2], "anna")
        );
        return Store.Journal.AppendAsync(with?.Invoke(append) ?? append, default);
    }
}
