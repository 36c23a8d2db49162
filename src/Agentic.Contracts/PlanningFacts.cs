using System.Text.Json.Nodes;

namespace Agentic.Contracts;

/// <summary>One answer of a model, journalled before anything depends on it, so that it is never asked twice.</summary>
/// <param name="Cost">What the tokens cost in the currency of the configured prices; 0 when no price is known.</param>
/// <param name="Round">Number of the planning round. A customer message for the planner, a refusal or a returned hand-off
/// starts a new one.</param>
public sealed record ModelTurnTaken(
    int Round,
    int Turn,
    string Model,
    JsonObject Reply,
    long InputTokens,
    long OutputTokens,
    decimal Cost = 0
) : JournalEvent;

/// <param name="By">The model's name, <c>employee:user</c> or <c>workflow:id</c>.</param>
/// <param name="Employee">Set when the proposal does not come from the planner: the employee's user name, or
/// <c>workflow:id</c> for the run that handed the request over.</param>
public sealed record PlanProposed(
    int Version,
    bool Atomic,
    IReadOnlyList<PlannedAction> Actions,
    string By,
    string? Note = null,
    string? Employee = null
) : JournalEvent;

/// <param name="Targets">The business targets that the action would touch, such as <c>order:10042/line:1/unit:1</c>.</param>
/// <param name="Items">The pieces as the outside system named them when the plan was made: <c>label</c>,
/// <c>colour</c>, <c>size</c>, <c>quantity</c>.</param>
/// <param name="Breakdown">What the amount is made of, where the outside system says so: <c>goods</c>,
/// <c>shipping</c>, and the <c>vat</c> within.</param>
/// <param name="Terms">Hash over everything that the customer's yes covers: each value that the sentence shows, the
/// parts, and what would be carried out. Null in journals from before it was kept.</param>
/// <param name="Moves">The money that it moves; null when it moves none.</param>
public sealed record PlannedAction(
    int Ordinal,
    IReadOnlyList<int> After,
    string Action,
    JsonObject Arguments,
    string Sentence,
    Money? AtRisk,
    GatePreview Gate,
    IReadOnlyList<string> Targets,
    Opinion? Opinion = null,
    JsonArray? Items = null,
    JsonObject? Breakdown = null,
    string? Terms = null,
    MovedMoney? Moves = null
);

/// <param name="Charged">True: the customer pays it. False: the customer gets it.</param>
public sealed record MovedMoney(Money Amount, bool Charged);

/// <summary>What the reviewer said of a proposal: does it fit the customer's words?</summary>
/// <param name="Doubts">For staff.</param>
/// <param name="By">The model that was asked.</param>
public sealed record Opinion(bool Agrees, IReadOnlyList<LocalText> Doubts, string By, long InputTokens, long OutputTokens);

/// <summary>What the gate would say now; the run's own gate binds.</summary>
public sealed record GatePreview(
    GateOutcome Outcome,
    IReadOnlyList<GateReason> Reasons,
    DateTimeOffset? PromisedBy = null,
    LocalText? Instead = null
);

public sealed record PlanningPostponed(string Reason, int Attempt, DateTimeOffset RetryAt) : JournalEvent;

/// <param name="Ordinal">The refused action.</param>
public sealed record ReplanRequested(int Ordinal, string Feedback) : JournalEvent;

/// <summary>A re-plan found no other way; the refusal stands.</summary>
public sealed record NothingProposed(string Reason) : JournalEvent;

/// <summary>The request belongs to this pack from now on: the actions of its first plan are of it.</summary>
public sealed record PackChosen(string Pack) : JournalEvent;

/// <summary>A wish of another business domain in the same words goes on in a request of its own.</summary>
/// <param name="RequestId">The linked request.</param>
/// <param name="Pack">Whose actions it is about.</param>
public sealed record WishReferred(string RequestId, string Pack) : JournalEvent;
