using System.Text.Json.Nodes;

namespace Agentic.Orchestration.HandOffs;

/// <summary>What an outside system says right now about one of the customer's objects, such as an order.</summary>
/// <param name="About">Its id, as the customer would write it.</param>
/// <param name="Values">Plain values, amounts of money, and the pieces in it under <c>items</c>.</param>
/// <param name="Source">Connector and query, such as <c>shop.find_orders</c>.</param>
public sealed record HandOffFact(string About, JsonObject Values, string Source, DateTimeOffset ReadAt);
