using System.Text.Json.Nodes;

namespace Agentic.Orchestration.Connectors;

/// <param name="Schema">JSON schema of the arguments.</param>
/// <param name="IdMember">The member that identifies each object of the answer to people, such as <c>orderId</c>; null when
/// the query is not meant to be shown to them.</param>
public sealed record CustomerQuery(string Name, string Description, JsonObject Schema, string? IdMember = null);
