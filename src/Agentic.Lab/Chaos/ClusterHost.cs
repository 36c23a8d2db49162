using Agentic.Lab.Servers;

namespace Agentic.Lab.Chaos;

/// <summary>A host and the networks between it and its servers.</summary>
internal sealed class ClusterHost(FaultyProxy database, FaultyProxy broker) : IAsyncDisposable
{
    private readonly SemaphoreSlim _turn = new(1);

    public int Port { get; } = ChildProcess.FreePort();

    public FaultyProxy Database => database;

    public FaultyProxy Broker => broker;

    public ChildProcess? Process { get; set; }

    /// <summary>One thing at a time: a host that stands still is not stopped as well.</summary>
    public async Task WithProcessAsync(Func<ChildProcess, Task> act)
    {
        await _turn.WaitAsync();
        try
        {
            await act(Process!);
        }
        finally
        {
            _turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Process is not null)
        {
            await Process.DisposeAsync();
        }
        await database.DisposeAsync();
        await broker.DisposeAsync();
        _turn.Dispose();
    }
}
