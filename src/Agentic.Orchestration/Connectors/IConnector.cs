using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
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

    /// <summary>Reads as if what this action has already done were still to be done: pieces that its own return holds count as free.</summary>
    /// <param name="own">References of the effects that the asking action has carried out.</param>
    Task<QueryResult> QueryAsync(string operation, JsonObject arguments, IReadOnlyList<string> own, CancellationToken cancellationToken) => QueryAsync(operation, arguments, cancellationToken);

    /// <summary>What an effect would touch and move, computed from its typed arguments without calling anybody.</summary>
    EffectQuote Quote(string operation, JsonObject arguments);

    Task<EffectResult> ExecuteAsync(EffectCall effect, CancellationToken cancellationToken);

    /// <summary>What an event of the destination says about an effect that it accepted; null when it says nothing about one.</summary>
    EffectStatus? Settles(string eventType) => null;

    /// <summary>The schema of an event's data by its type. Data that does not fit is refused when it arrives.</summary>
    IReadOnlyDictionary<string, JsonObject> Events => new Dictionary<string, JsonObject>();

    /// <summary>Asks what became of an effect that was accepted.</summary>
    /// <param name="reference">The business key under which it was accepted.</param>
    Task<Settlement> AskSettlementAsync(string reference, CancellationToken cancellationToken) => Task.FromResult(Settlement.Open);

    /// <summary>Asks the destination what became of a call by its key. Only called when the guarantee is <see cref="Repetition.Queryable"/>.</summary>
    Task<EffectResult> LookUpAsync(EffectCall effect, CancellationToken cancellationToken);
}

/// <summary>Open: on its way still. Unknown: the destination has never heard of it. Unavailable: it does not answer; that says nothing.</summary>
public enum Settlement { Done, Returned, Open, Unknown, Unavailable }

[JsonConverter(typeof(JsonStringEnumConverter<Repetition>))]
public enum Repetition { Idempotent, Queryable, Neither }

/// <param name="Schema">JSON schema of the arguments.</param>
/// <param name="IdMember">The member by which each object in the answer is named to people, such as <c>orderId</c>; null when they are none of their own.</param>
public sealed record CustomerQuery(string Name, string Description, JsonObject Schema, string? IdMember = null);

/// <param name="Repetition">Idempotent: the same key may be sent again. Queryable: look up first. Neither: one attempt, then a human.</param>
/// <param name="MaxProcessingTime">After this long a call that is not found will not happen any more (queryable only).</param>
/// <param name="SettlesWithin">What it accepted it has settled and told within this time; after that it is asked, and a human looks. Null: it is never asked.</param>
public sealed record ConnectorGuarantee(Repetition Repetition, TimeSpan MaxProcessingTime, TimeSpan? SettlesWithin = null);

/// <param name="Targets">The business targets; with the kind they decide whether two effects are the same.</param>
/// <param name="Kind">What is done to the targets, such as <c>refund</c>.</param>
/// <param name="Repeatable">Once it is done, its targets are free for the next one. Never for money.</param>
/// <param name="Charged">The customer pays the amount; otherwise the customer gets it.</param>
/// <param name="Recurs">It may happen again on the same target when a person asks for it (goodwill); by itself it never does.</param>
public sealed record EffectQuote(string Kind, IReadOnlyList<string> Targets, Money? Amount, bool Repeatable = false, bool Charged = false, bool Recurs = false)
{
    /// <summary>The call would change nothing: a refund of zero is not made.</summary>
    public bool IsNothing { get; init; }
}

/// <param name="Key">Sent as the idempotency key.</param>
/// <param name="Precondition">Version of the object that was approved, sent as If-Match where the destination knows it.</param>
public sealed record EffectCall(string Operation, JsonObject Arguments, string Key, string? Precondition);

public abstract record QueryResult
{
    public sealed record Found(JsonObject Value) : QueryResult;

    /// <summary>Try later: nothing is known to be wrong with the question.</summary>
    public sealed record Unavailable(string Reason) : QueryResult;
}

public abstract record EffectResult
{
    public sealed record Done(string? Reference, JsonObject Output) : EffectResult;

    /// <summary>The destination has taken it on and will tell later what became of it; it counts as carried out.</summary>
    /// <param name="Reference">The business key under which its event will come.</param>
    public sealed record Accepted(string? Reference, JsonObject Output) : EffectResult;

    /// <summary>The destination said no and did nothing.</summary>
    public sealed record Refused(string Reason) : EffectResult;

    /// <summary>The object has moved on since it was read, and nothing was done.</summary>
    public sealed record Outdated(string Reason) : EffectResult;

    /// <summary>It certainly never left: may be sent again whatever the guarantee.</summary>
    public sealed record NotSent(string Reason) : EffectResult;

    /// <summary>It may or may not have happened.</summary>
    public sealed record Unclear(string Reason) : EffectResult;

    /// <summary>The destination has not seen the key (look-up only).</summary>
    public sealed record NotFound : EffectResult;
}
