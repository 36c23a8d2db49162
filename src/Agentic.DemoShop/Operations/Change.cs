using Agentic.DemoShop.World;

namespace Agentic.DemoShop.Operations;

public sealed record Change(int Line, int Number, string Variant, Label Label);
