using System.Text.Json.Nodes;
using Agentic.Orchestration.Packs;

namespace Agentic.Orchestration.Agents;

/// <param name="After">Positions (from 1) in the same proposal that must be done before.</param>
internal sealed record ProposedAction(CatalogueAction Action, JsonObject Arguments, IReadOnlyList<int> After);
