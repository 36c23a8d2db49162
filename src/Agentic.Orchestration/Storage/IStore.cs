namespace Agentic.Orchestration.Storage;

/// <summary>
/// A database: its parts by concern. It stores bytes, ids, enums and times; what they mean is not its business. Every
/// database passes the compliance suite of each part.
/// </summary>
public interface IStore : IAsyncDisposable
{
    IJournalStore Journal { get; }

    IWakeUpStore WakeUps { get; }

    ILedgerStore Ledger { get; }

    IQueueStore Queues { get; }

    IRequestIndex Requests { get; }

    IRunStore Runs { get; }

    IStatisticsStore Statistics { get; }

    IAccountStore Accounts { get; }

    ITicketStore Tickets { get; }

    ISuspensionStore Suspensions { get; }

    ICustomerKeyStore CustomerKeys { get; }

    ICheckpointStore Checkpoints { get; }

    IAuditStore Audit { get; }

    IHostStore Hosts { get; }

    IProtectionKeyStore ProtectionKeys { get; }

    IRestoreStore Restores { get; }

    /// <summary>Several hosts may work on it at once.</summary>
    bool IsShared { get; }

    /// <summary>Why nothing could be written last; null when it could.</summary>
    string? WriteProblem { get; }

    /// <summary>What time it is for everybody on this store.</summary>
    TimeProvider Clock { get; }

    internal ISignals Signals { get; }
}
