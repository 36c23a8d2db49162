using System.Text.Json.Nodes;
using Agentic.Contracts;

namespace Agentic.Orchestration.Api.Customers;

/// <param name="Items">The pieces with <c>label</c>, <c>colour</c>, <c>size</c>, <c>quantity</c>; null when it is
/// about none.</param>
/// <param name="Breakdown">What the amount is made of: <c>goods</c>, <c>shipping</c>, and the <c>vat</c> within.</param>
/// <param name="Moves">What the customer gets or pays with it; null where no money moves, or none is known.</param>
/// <param name="CreditNotes">Numbers of the credit notes that the outside system has written.</param>
/// <param name="CanBeWithdrawn">Not carried out yet: a withdrawal stops it.</param>
public sealed record ActionView(
    int Ordinal,
    IReadOnlyList<int> After,
    string Action,
    JsonObject Arguments,
    ActionStatus State,
    string Sentence,
    Money? AtRisk,
    GateView Gate,
    JsonArray? Items,
    bool CanBeWithdrawn,
    JsonObject? Breakdown,
    IReadOnlyList<string> CreditNotes,
    MovedMoney? Moves
);
