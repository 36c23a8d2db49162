using System.Text.Json.Nodes;
using Agentic.Contracts;
using Agentic.Engine.Checks;

namespace Agentic.Orchestration.Connectors;

/// <summary>The seam to one outside system: what it reads, what it changes, and what it promises about repetition.</summary>
public interface IConnector
{
    string Name { get; }

    ConnectorGuarantee Guarantee { get; }

    IReadOnlyList<OperationDescription> Operations { get; }

    /// <summary>Questions that an agent may ask by itself. They see one customer only.</summary>
    IReadOnlyList<CustomerQuery> CustomerQueries { get; }

    /// <param name="customerId">The verified customer, set by the orchestrator and never by a model.</param>
    Task<QueryResult> AskAsync(string query, JsonObject arguments, string customerId, CancellationToken cancellationToken);

    /// <summary>Reads; may be repeated at will.</summary>
    Task<QueryResult> QueryAsync(string operation, JsonObject arguments, CancellationToken cancellationToken);

    /// <summary>
    /// Reads as if what this action has already done were still to be done: pieces that its own return holds count as
    /// free.
    /// </summary>
    /// <param name="own">References of the effects that the asking action has carried out.</param>
    Task<QueryResult> QueryAsync(
        string operation,
        JsonObject arguments,
        IReadOnlyList<string> own,
        CancellationToken cancellationToken
    ) => QueryAsync(operation, arguments, cancellationToken);

    /// <summary>What an effect would touch and move, computed from its typed arguments without calling anybody.</summary>
    EffectQuote Quote(string operation, JsonObject arguments);

    Task<EffectResult> ExecuteAsync(EffectCall effect, CancellationToken cancellationToken);

    /// <summary>
    /// What an event of the destination says about an effect that it accepted; null when it says nothing about one.
    /// </summary>
    EffectStatus? Settles(string eventType) => null;

    /// <summary>The schema of an event's data by its type. Data that does not fit is refused when it arrives.</summary>
    IReadOnlyDictionary<string, JsonObject> Events => new Dictionary<string, JsonObject>();

    /// <summary>Asks what became of an effect that was accepted.</summary>
    /// <param name="reference">The business key under which it was accepted.</param>
    Task<Settlement> AskSettlementAsync(string reference, CancellationToken cancellationToken) =>
        Task.FromResult(Settlement.Open);

    /// <summary>
    /// Asks the destination what became of a call by its key. Only called when the guarantee is <see
    /// cref="Repetition.Queryable"/>.
    /// </summary>
    Task<EffectResult> LookUpAsync(EffectCall effect, CancellationToken cancellationToken);
}
