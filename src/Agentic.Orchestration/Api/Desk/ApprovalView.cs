using System.Text.Json.Nodes;
using Agentic.Contracts;
using Agentic.Orchestration.Api.Customers;
using Agentic.Orchestration.Approvals;

namespace Agentic.Orchestration.Api.Desk;

/// <summary>
/// An approval as the API shows it: the sealed content in business words, and beside it what helps to decide (reasons, facts
/// that rules read, what was done before), which the seal does not hold.
/// </summary>
/// <param name="Pack">Whose action it is.</param>
/// <param name="PaidTo">Where the money goes, as the outside system calls it.</param>
/// <param name="Deviations">Differences from the customer's words, and earlier payments; null unless asked for.</param>
/// <param name="CustomerName">As the outside system has it now; null unless asked for, and when it does not say at
/// once.</param>
/// <param name="Earlier">What other requests did, or are doing, to the same business object; null unless asked for.</param>
public sealed record ApprovalView(
    string Id,
    ApprovalStatus State,
    string RequestId,
    int Ordinal,
    string Action,
    JsonNode? Arguments,
    string Sentence,
    JsonNode? AtRisk,
    IReadOnlyList<ReasonView> Reasons,
    IReadOnlyList<EvidenceView> Evidence,
    JsonNode? Effects,
    IReadOnlyList<string> Undo,
    string Seal,
    DateTimeOffset ExpiresAt,
    DateTimeOffset Deadline,
    string RequiredRole,
    int Quorum,
    string? Including,
    IReadOnlyList<DecisionView> Decisions,
    string? SupersededBy,
    string? Replaces,
    IReadOnlyList<Difference> Difference,
    string? ClaimedBy,
    DateTimeOffset? ClaimedUntil,
    string? ClosedBecause,
    string Pack,
    string? PaidTo = null,
    IReadOnlyList<EarlierAction>? Earlier = null,
    IReadOnlyList<string>? Deviations = null,
    string? CustomerName = null
);
