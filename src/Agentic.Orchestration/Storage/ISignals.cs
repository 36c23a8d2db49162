namespace Agentic.Orchestration.Storage;

/// <summary>
/// How hosts on one store tell each other what has changed. A signal is only ever a hint: it may be lost with a connection, so
/// nothing may rest on it that must be right.
/// </summary>
internal interface ISignals : IAsyncDisposable
{
    /// <summary>Returns at once.</summary>
    void Send(Signal signal);

    /// <summary>From now on; each receiver once.</summary>
    void Listen(IEnumerable<ISignalReceiver> receivers);
}
