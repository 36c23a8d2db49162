using Agentic.Orchestration.HandOffs;

namespace Agentic.Orchestration.Api.Desk;

/// <param name="Verified">False: nobody has shown yet whose request it is.</param>
/// <param name="Outcomes">The answers that a resolution may give; empty when it is closed.</param>
/// <param name="ClaimedName">Who has it, as colleagues call them.</param>
/// <param name="TakesTwo">True: the question is about an effect that must happen only once, so an answer counts when two
/// people have given it, whoever has the hand-off.</param>
/// <param name="Answers">What people have said so far, the newest of each.</param>
/// <param name="Events">All that outside systems have reported, oldest first: also what no step could use.</param>
/// <param name="Pack">Whose actions can be proposed; null while the request can still go to any.</param>
/// <param name="CustomerName">As the outside system has it now; null unless asked for, and when it does not say at
/// once.</param>
/// <param name="Facts">What the outside system says now about what the request names; null unless asked for.</param>
public sealed record HandOffView(
    string Id,
    string RequestId,
    string State,
    string Topic,
    string Reason,
    string Summary,
    DateTimeOffset CreatedAt,
    DateTimeOffset DueAt,
    string? ClaimedBy,
    string? Outcome,
    bool Parks,
    int? Ordinal,
    DraftView? Draft,
    bool Verified,
    IReadOnlyList<string> Outcomes,
    string? ClaimedName,
    bool TakesTwo,
    IReadOnlyList<AnswerView> Answers,
    IReadOnlyList<EventView> Events,
    string? Pack = null,
    string? CustomerName = null,
    IReadOnlyList<HandOffFact>? Facts = null
);
