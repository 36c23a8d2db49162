using System.Text.Json.Nodes;

namespace Agentic.Orchestration.Connectors;

/// <param name="Schema">JSON schema of the arguments.</param>
/// <param name="IdMember">The member by which each object in the answer is named to people, such as <c>orderId</c>;
/// null when they are none of their own.</param>
public sealed record CustomerQuery(string Name, string Description, JsonObject Schema, string? IdMember = null);
