using System.Text.Json.Nodes;

namespace Agentic.Retail.Planning;

/// <summary>A piece of an order that a wish means.</summary>
internal sealed record ChosenPiece(JsonObject Order, JsonObject Line, int Quantity);
