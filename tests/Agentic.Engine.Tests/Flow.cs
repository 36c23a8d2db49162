using System.Text.Json.Nodes;
using Agentic.Engine.Definitions;
using Agentic.Orchestration.Execution.Activities;

namespace Agentic.Engine.Tests;

/// <summary>Writes small definitions: <c>new Flow().Add("a", type, …).Connect("a", "Done", "b")</c>.</summary>
internal sealed class Flow
{
    private readonly JsonArray _activities = [];
    private readonly JsonArray _connections = [];
    private readonly JsonArray _variables = [];
    private readonly JsonArray _inputs = [];
    private readonly JsonArray _outputs = [];

    public static JsonObject Literal(object? value) =>
        new()
        {
            ["typeName"] = "Object",
            ["expression"] = new JsonObject
            {
                ["type"] = "Literal",
                ["value"] = System.Text.Json.JsonSerializer.SerializeToNode(value),
            },
        };

    public static JsonObject Composed(string json) =>
        new()
        {
            ["typeName"] = "Object",
            ["expression"] = new JsonObject { ["type"] = "Object", ["value"] = JsonNode.Parse(json) },
        };

    public Flow Add(string id, string type, params (string Name, JsonNode Value)[] inputs)
    {
        var activity = new JsonObject { ["id"] = id, ["type"] = type };
        foreach (var (name, value) in inputs)
        {
            activity[name] = value;
        }
        _activities.Add(activity);
        return this;
    }

    public Flow Bound(string id, int visits)
    {
        _activities.OfType<JsonObject>().First(activity => (string?)activity["id"] == id)["customProperties"] = new JsonObject
        {
            ["maxVisits"] = visits,
        };
        return this;
    }

    public Flow Variable(string name, string type = "Object")
    {
        _variables.Add(
            new JsonObject
            {
                ["id"] = "v-" + name,
                ["name"] = name,
                ["typeName"] = type,
            }
        );
        return this;
    }

    public Flow Input(string name, string type = "String")
    {
        _inputs.Add(new JsonObject { ["name"] = name, ["type"] = type });
        return this;
    }

    public Flow Output(string name)
    {
        _outputs.Add(new JsonObject { ["name"] = name, ["type"] = "Object" });
        return this;
    }

    public Flow Connect(string source, string port, string target)
    {
        _connections.Add(
            new JsonObject
            {
                ["source"] = new JsonObject { ["activity"] = source, ["port"] = port },
                ["target"] = new JsonObject { ["activity"] = target, ["port"] = "In" },
            }
        );
        return this;
    }

    /// <summary>Connects in a row by Done.</summary>
    public Flow Chain(params string[] ids) =>
        ids.Zip(ids.Skip(1)).Aggregate(this, (flow, pair) => flow.Connect(pair.First, "Done", pair.Second));

    public string Json() =>
        new JsonObject
        {
            ["definitionId"] = "test",
            ["name"] = "test",
            ["version"] = 1,
            ["inputs"] = _inputs.DeepClone(),
            ["outputs"] = _outputs.DeepClone(),
            ["root"] = new JsonObject
            {
                ["type"] = "Elsa.Flowchart",
                ["variables"] = _variables.DeepClone(),
                ["activities"] = _activities.DeepClone(),
                ["connections"] = _connections.DeepClone(),
            },
        }.ToJsonString();

    public DefinitionResult Read() => DefinitionReader.Read("test.json", Json(), WorkflowActivities.Catalogue);

    public WorkflowDefinition Build()
    {
        var (definition, problems) = Read();
        problems.ShouldBeEmpty();
        return definition!;
    }
}
