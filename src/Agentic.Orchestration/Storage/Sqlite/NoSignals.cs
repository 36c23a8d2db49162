namespace Agentic.Orchestration.Storage.Sqlite;

/// <summary>One host alone has nobody to tell.</summary>
internal sealed class NoSignals : ISignals
{
    public void Send(Signal signal)
    {
        // Nobody else works on the file.
    }

    public void Listen(IEnumerable<ISignalReceiver> receivers)
    {
        // Nobody else works on the file.
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
