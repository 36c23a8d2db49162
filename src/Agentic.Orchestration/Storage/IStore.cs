namespace Agentic.Orchestration.Storage;

/// <summary>
/// The storage seam. Every implementation passes the same compliance suite. It stores bytes, ids, enums and times;
/// what they mean is not its business.
/// </summary>
public interface IStore : IAsyncDisposable
{
    /// <summary>Returns after the commit, which may be shared with other appends; a conflict fails only its own.</summary>
    /// <exception cref="StoreUnavailableException">Nothing was stored.</exception>
    Task<AppendConflict?> AppendAsync(Append append, CancellationToken cancellationToken);

    Task<IReadOnlyList<StoredEvent>> ReadEventsAsync(string requestId, long afterVersion, CancellationToken cancellationToken);

    Task<RequestRow?> FindRequestAsync(string requestId, CancellationToken cancellationToken);

    Task<IReadOnlyList<RequestRow>> ListRequestsAsync(RequestFilter filter, CancellationToken cancellationToken);

    Task<IReadOnlyList<ApprovalRow>> ListApprovalsAsync(
        string? status,
        string? role,
        string? after,
        int limit,
        CancellationToken cancellationToken
    );

    Task<IReadOnlyList<HandOffRow>> ListHandOffsAsync(
        string? status,
        string? topic,
        string? after,
        int limit,
        CancellationToken cancellationToken
    );

    Task<IReadOnlyList<RunRow>> ListRunsAsync(
        string? status,
        string? workflow,
        string? after,
        int limit,
        CancellationToken cancellationToken
    );

    /// <summary>Wake-ups that are due, oldest first, whether leased or not.</summary>
    Task<IReadOnlyList<WorkRow>> DueWorkAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken);

    /// <summary>Takes due wake-ups that nobody holds; they are the caller's until the lease ends.</summary>
    Task<IReadOnlyList<WorkRow>> ClaimDueWorkAsync(
        DateTimeOffset now,
        DateTimeOffset until,
        int limit,
        CancellationToken cancellationToken
    );

    /// <summary>Moves the end of a lease: later while the work goes on, to now when it could not be handed over.</summary>
    Task SetLeaseAsync(string requestId, string queue, DateTimeOffset until, CancellationToken cancellationToken);

    /// <summary>Forgets all wake-ups of a queue that nobody serves any more.</summary>
    Task RemoveWorkAsync(string queue, CancellationToken cancellationToken);

    Task<DateTimeOffset?> NextDueAsync(CancellationToken cancellationToken);

    Task<IReadOnlyList<LedgerRow>> LedgerOfTargetsAsync(
        string kind,
        IReadOnlyList<string> targets,
        CancellationToken cancellationToken
    );

    /// <summary>
    /// Requests with an entry of one of the kinds on this target or on a part of it (<c>order:1</c>,
    /// <c>order:1/line:2</c>).
    /// </summary>
    Task<IReadOnlyList<string>> RequestsOfTargetAsync(
        IReadOnlyList<string> kinds,
        string target,
        CancellationToken cancellationToken
    );

    /// <summary>Sum of what is reserved in a counter since a time.</summary>
    /// <param name="except">An entry that does not count; null for none.</param>
    Task<long> LimitUsedAsync(string counter, DateTimeOffset since, string? except, CancellationToken cancellationToken);

    Task<DefinitionRow?> FindDefinitionAsync(string hash, CancellationToken cancellationToken);

    Task<IReadOnlyList<OpenWorkflowRow>> OpenWorkflowsAsync(CancellationToken cancellationToken);

    /// <summary>Requests that an outside event with this business key is for.</summary>
    Task<IReadOnlyList<string>> RequestsOfEventKeyAsync(string key, CancellationToken cancellationToken);

    Task<IdempotencyRow?> FindIdempotencyAsync(string scope, string key, CancellationToken cancellationToken);

    /// <summary>Open requests of one customer that touch any of the targets.</summary>
    Task<IReadOnlyList<string>> OpenRequestsOfAsync(string customerId, CancellationToken cancellationToken);

    /// <summary>From its commit on no permit of the pack is consumed, or again.</summary>
    Task AddSuspensionAsync(SuspensionRow suspension, CancellationToken cancellationToken);

    /// <summary>The newest use of each pack's kill switch.</summary>
    Task<IReadOnlyList<SuspensionRow>> ListSuspensionsAsync(CancellationToken cancellationToken);

    /// <summary>False when there is one with this id that has not expired.</summary>
    Task<bool> TryAddTicketAsync(TicketRow ticket, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Replaces what a ticket holds; nothing happens when it is gone.</summary>
    Task SetTicketAsync(string id, byte[] payload, CancellationToken cancellationToken);

    /// <summary>
    /// Uses one try up and returns the ticket as it was before; null when it is unknown, expired or has none left.
    /// </summary>
    Task<TicketRow?> UseTicketAsync(string id, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>False when somebody else removed it first.</summary>
    Task<bool> RemoveTicketAsync(string id, CancellationToken cancellationToken);

    /// <summary>Adds or replaces.</summary>
    Task SaveAccountAsync(AccountRow account, CancellationToken cancellationToken);

    Task<IReadOnlyList<AccountRow>> ListAccountsAsync(CancellationToken cancellationToken);

    /// <summary>Adds or replaces somebody's absence; null ends it.</summary>
    Task SetAbsenceAsync(string user, AbsenceRow? absence, CancellationToken cancellationToken);

    /// <summary>Adds or replaces.</summary>
    Task SaveSessionEndAsync(SessionEndRow row, CancellationToken cancellationToken);

    Task<IReadOnlyList<SessionEndRow>> ListSessionEndsAsync(CancellationToken cancellationToken);

    Task<IReadOnlyList<AbsenceRow>> ListAbsencesAsync(DateTimeOffset now, CancellationToken cancellationToken);

    /// <param name="bounds">Ascending; the answer has one row for each neighbouring pair.</param>
    Task<IReadOnlyList<HistoryRow>> HistoryAsync(IReadOnlyList<DateTimeOffset> bounds, CancellationToken cancellationToken);

    Task<byte[]?> FindCustomerKeyAsync(string customerId, CancellationToken cancellationToken);

    /// <summary>Stores a wrapped key unless there is one, and returns the one that is stored.</summary>
    Task<byte[]> AddCustomerKeyAsync(string customerId, byte[] wrapped, CancellationToken cancellationToken);

    Task<CheckpointRow?> LastCheckpointAsync(CancellationToken cancellationToken);

    /// <summary>Heads of requests that were appended to since the last checkpoint, with their leaf (-1: none yet).</summary>
    Task<IReadOnlyList<(RequestRow Request, int Leaf)>> HeadsSinceCheckpointAsync(
        int limit,
        CancellationToken cancellationToken
    );

    /// <summary>Marks the heads that it covers; one that moved on meanwhile is part of the next.</summary>
    Task AddCheckpointAsync(CheckpointRow checkpoint, CancellationToken cancellationToken);

    /// <summary>All checkpoints without the heads that they cover, oldest first.</summary>
    Task<IReadOnlyList<CheckpointRow>> ListCheckpointsAsync(CancellationToken cancellationToken);

    /// <summary>Leaf hashes as of the last checkpoint, in the tree's order.</summary>
    Task<IReadOnlyList<byte[]>> ReadLeavesAsync(CancellationToken cancellationToken);

    /// <summary>Keeps a public key for ever; a known one changes nothing.</summary>
    Task AddSigningKeyAsync(SigningKeyRow key, CancellationToken cancellationToken);

    Task<IReadOnlyList<SigningKeyRow>> ListSigningKeysAsync(CancellationToken cancellationToken);

    /// <summary>The digests of the tables that no journal explains.</summary>
    Task<IReadOnlyList<SealRow>> ListSealsAsync(CancellationToken cancellationToken);

    /// <summary>All rows that one request's journal explains.</summary>
    Task<DerivedRows> ReadDerivedAsync(string requestId, CancellationToken cancellationToken);

    /// <summary>Rows of such tables that belong to no request.</summary>
    Task<IReadOnlyList<(string Table, string Key)>> OrphanedRowsAsync(CancellationToken cancellationToken);

    Task<IReadOnlyList<DefinitionRow>> ListDefinitionsAsync(CancellationToken cancellationToken);

    Task<IReadOnlyList<(string CustomerId, byte[] Wrapped)>> ListCustomerKeysAsync(CancellationToken cancellationToken);

    IAsyncEnumerable<CheckpointRow> ReadCheckpointsAsync(CancellationToken cancellationToken);

    IAsyncEnumerable<RequestRow> ReadAllRequestsAsync(CancellationToken cancellationToken);

    /// <summary>Requests that have events but no row.</summary>
    Task<IReadOnlyList<string>> OrphanedEventsAsync(CancellationToken cancellationToken);

    Task<StoreFigures> FiguresAsync(CancellationToken cancellationToken);
}
