namespace Agentic.Retail.Planning;

/// <summary>
/// What a wish means: some pieces, or the question that is open, or an order that nothing can be taken from (the
/// action's gate says why).
/// </summary>
internal sealed record ItemMatch(IReadOnlyList<ChosenPiece> Items, PlannedCall? Question = null, string? ClosedOrder = null);
