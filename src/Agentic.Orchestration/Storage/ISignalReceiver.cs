namespace Agentic.Orchestration.Storage;

/// <summary>Hears what other hosts say; never what this host has said itself.</summary>
internal interface ISignalReceiver
{
    /// <summary>Must not block and must not throw.</summary>
    void Receive(Signal signal);

    /// <summary>The connection was lost: signals may have been missed.</summary>
    void CatchUp();
}
