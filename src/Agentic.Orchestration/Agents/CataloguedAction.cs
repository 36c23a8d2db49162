using Agentic.Orchestration.Packs;

namespace Agentic.Orchestration.Agents;

/// <summary>An action, and the pack that it belongs to.</summary>
internal sealed record CataloguedAction(Pack Pack, CatalogueAction Action);
