using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Agentic.Orchestration.Agents;

/// <summary>A function that a model may call and that nobody invokes: its call is a proposal, which code reads.</summary>
internal sealed class FunctionDeclaration(string name, string description, JsonObject schema) : AIFunctionDeclaration
{
    public override string Name => name;

    public override string Description => description;

    public override JsonElement JsonSchema { get; } = JsonSerializer.SerializeToElement(schema);
}
