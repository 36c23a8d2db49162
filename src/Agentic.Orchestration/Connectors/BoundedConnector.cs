using System.Text.Json.Nodes;
using Agentic.Contracts;
using Agentic.Engine.Checks;

namespace Agentic.Orchestration.Connectors;

/// <summary>
/// A connector behind its bulkhead. Changes are not bounded here: whoever makes one has to look at the clock again after it has
/// waited (<see cref="ConnectorRegistry.BulkheadOf"/>).
/// </summary>
internal sealed class BoundedConnector(IConnector inner, Bulkhead bulkhead) : IConnector
{
    public string Name => inner.Name;

    public ConnectorGuarantee Guarantee => inner.Guarantee;

    public IReadOnlyList<OperationDescription> Operations => inner.Operations;

    public IReadOnlyList<CustomerQuery> CustomerQueries => inner.CustomerQueries;

    public IReadOnlyDictionary<string, JsonObject> Events => inner.Events;

    public Task<QueryResult> AskAsync(
        string query,
        JsonObject arguments,
        string customerId,
        CancellationToken cancellationToken
    ) => ReadAsync(() => inner.AskAsync(query, arguments, customerId, cancellationToken), cancellationToken);

    public Task<QueryResult> QueryAsync(string operation, JsonObject arguments, CancellationToken cancellationToken) =>
        ReadAsync(() => inner.QueryAsync(operation, arguments, cancellationToken), cancellationToken);

    public Task<QueryResult> QueryAsync(
        string operation,
        JsonObject arguments,
        IReadOnlyList<string> own,
        CancellationToken cancellationToken
    ) => ReadAsync(() => inner.QueryAsync(operation, arguments, own, cancellationToken), cancellationToken);

    public EffectQuote Quote(string operation, JsonObject arguments) => inner.Quote(operation, arguments);

    public Task<EffectResult> ExecuteAsync(EffectCall effect, CancellationToken cancellationToken) =>
        inner.ExecuteAsync(effect, cancellationToken);

    public EffectStatus? Settles(string eventType) => inner.Settles(eventType);

    public Task<Settlement> AskSettlementAsync(string reference, CancellationToken cancellationToken) =>
        bulkhead.RunAsync(
            () => inner.AskSettlementAsync(reference, cancellationToken),
            () => Settlement.Unavailable,
            cancellationToken
        );

    public Task<EffectResult> LookUpAsync(EffectCall effect, CancellationToken cancellationToken) =>
        bulkhead.RunAsync(
            () => inner.LookUpAsync(effect, cancellationToken),
            () => new EffectResult.Unclear(bulkhead.Full),
            cancellationToken
        );

    private Task<QueryResult> ReadAsync(Func<Task<QueryResult>> read, CancellationToken cancellationToken) =>
        bulkhead.RunAsync(read, () => new QueryResult.Unavailable($"{Name}: {bulkhead.Full}"), cancellationToken);
}
