using System.Text.Json.Nodes;
using Agentic.Contracts;

namespace Agentic.Orchestration.Packs;

public sealed record CatalogueArgument(JsonObject Schema, LocalText Description, bool Consent, bool Grounded, bool Required);
