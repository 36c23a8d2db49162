namespace Agentic.Orchestration.Storage.Sql;

/// <summary>A store on a SQL database: the parts are the same on each, what is below them is not.</summary>
internal abstract class SqlStore(ISqlDatabase database) : IStore
{
    public IJournalStore Journal { get; } = new SqlJournal(database);

    public IWakeUpStore WakeUps { get; } = new SqlWakeUps(database);

    public ILedgerStore Ledger { get; } = new SqlLedger(database);

    public IQueueStore Queues { get; } = new SqlQueues(database);

    public IRequestIndex Requests { get; } = new SqlRequestIndex(database);

    public IRunStore Runs { get; } = new SqlRuns(database);

    public IStatisticsStore Statistics { get; } = new SqlStatistics(database);

    public IAccountStore Accounts { get; } = new SqlAccounts(database);

    public ITicketStore Tickets { get; } = new SqlTickets(database);

    public ISuspensionStore Suspensions { get; } = new SqlSuspensions(database);

    public ICustomerKeyStore CustomerKeys { get; } = new SqlCustomerKeys(database);

    public ICheckpointStore Checkpoints { get; } = new SqlCheckpoints(database);

    public IAuditStore Audit { get; } = new SqlAudit(database);

    public IHostStore Hosts { get; } = new SqlHosts(database);

    public IProtectionKeyStore ProtectionKeys { get; } = new SqlProtectionKeys(database);

    public IRestoreStore Restores { get; } = new SqlRestores(database);

    public abstract bool IsShared { get; }

    public abstract string? WriteProblem { get; }

    public abstract TimeProvider Clock { get; }

    internal abstract ISignals Signals { get; }

    ISignals IStore.Signals => Signals;

    public abstract ValueTask DisposeAsync();
}
