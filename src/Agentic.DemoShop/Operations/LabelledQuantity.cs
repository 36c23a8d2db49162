using Agentic.DemoShop.World;

namespace Agentic.DemoShop.Operations;

public sealed record LabelledQuantity(Label Label, int Quantity, string? Colour, string? Size);
