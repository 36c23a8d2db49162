using System.Text.Json;
using System.Text.Json.Nodes;

namespace Agentic.Engine.Definitions;

/// <summary>
/// Reads an Elsa 3 definition. What it cannot run is a problem, never skipped; all problems are told at once.
/// </summary>
public sealed partial class DefinitionReader
{
    private static readonly string[] Structural =
    [
        "id",
        "name",
        "type",
        "version",
        "customProperties",
        "metadata",
        "nodeId",
        "canStartWorkflow",
        "runAsynchronously",
    ];
    private readonly string _file;
    private readonly List<Problem> _problems = [];
    private readonly Dictionary<string, WorkflowVariable> _variables = [];
    private readonly Dictionary<string, string> _variableNames = [];
    private readonly Dictionary<string, Activity> _activities = [];
    private readonly List<Connection> _connections = [];
    private readonly Dictionary<string, (string Entry, string Exit)> _sequences = [];

    private readonly ActivityCatalogue _catalogue;

    private DefinitionReader(string file, ActivityCatalogue catalogue) => (_file, _catalogue) = (file, catalogue);

    public static DefinitionResult Read(string file, string json, ActivityCatalogue catalogue)
    {
        var reader = new DefinitionReader(file, catalogue);
        try
        {
            var root = JsonNode.Parse(json, documentOptions: new() { AllowDuplicateProperties = false }) as JsonObject;
            return root is null ? reader.Refuse("$", "The file must hold a JSON object.") : reader.ReadRoot(root, json);
        }
        catch (JsonException broken)
        {
            return reader.Refuse($"line {broken.LineNumber + 1}", $"Not valid JSON: {broken.Message}");
        }
    }

    private DefinitionResult Refuse(string at, string reason)
    {
        _problems.Add(new(_file, at, reason));
        return new(null, _problems);
    }

    private DefinitionResult ReadRoot(JsonObject root, string source)
    {
        var id = Text(root, "definitionId", "$");
        var name = Text(root, "name", "$") ?? id;
        var version =
            root["version"] is JsonValue number && number.TryGetValue<int>(out var parsed) && parsed > 0
                ? parsed
                : Fail<int>("$.version", "Must be a whole number from 1.");
        foreach (var (variable, index) in Items(root, "variables"))
        {
            ReadVariable(variable, $"$.variables[{index}]");
        }
        var inputs = Declared(root, "inputs");
        var outputs = Declared(root, "outputs");
        if (root["root"] is not JsonObject flow || Text(flow, "type", "$.root") != ActivityTypes.Flowchart)
        {
            return Refuse("$.root", $"Must be an {ActivityTypes.Flowchart}.");
        }
        foreach (var (variable, index) in Items(flow, "variables"))
        {
            ReadVariable(variable, $"$.root.variables[{index}]");
        }
        foreach (var (activity, index) in Items(flow, "activities"))
        {
            ReadActivity(activity, $"root.activities[{index}]");
        }
        foreach (var (connection, index) in Items(flow, "connections"))
        {
            ReadConnection(connection, $"root.connections[{index}]");
        }
        foreach (var reference in _activities.Values)
        {
            CheckReferences(reference, inputs, outputs);
        }
        var start = FindStart(flow);
        return _problems.Count > 0 || id is null || start is null
            ? new(null, _problems)
            : new(
                new(
                    id,
                    name!,
                    version,
                    DefinitionHash.CanonicalHash(root),
                    _file,
                    _variables,
                    inputs,
                    outputs,
                    _activities,
                    _connections,
                    start
                )
                {
                    Source = source,
                },
                _problems
            );
    }

    private void ReadVariable(JsonObject variable, string at)
    {
        if (Text(variable, "id", at) is { } id && Text(variable, "name", at) is { } name)
        {
            if (
                !_variables.TryAdd(
                    name,
                    new(id, name, Text(variable, "typeName", at) ?? "Object", variable["value"]?.DeepClone())
                )
            )
            {
                Fail<int>(at, $"Variable '{name}' is declared twice.");
            }
            _variableNames[id] = name;
        }
    }

    private Dictionary<string, string> Declared(JsonObject root, string member)
    {
        var declared = new Dictionary<string, string>();
        foreach (var (item, index) in Items(root, member))
        {
            if (
                Text(item, "name", $"$.{member}[{index}]") is { } name
                && !declared.TryAdd(name, Text(item, "type", $"$.{member}[{index}]") ?? "Object")
            )
            {
                Fail<int>($"$.{member}[{index}]", $"'{name}' is declared twice.");
            }
        }
        return declared;
    }

    private void ReadConnection(JsonObject connection, string path)
    {
        var source = connection["source"] as JsonObject;
        var target = connection["target"] as JsonObject;
        var (from, port, to) = ((string?)source?["activity"], (string?)source?["port"] ?? "Done", (string?)target?["activity"]);
        if (from is null || to is null)
        {
            Fail<int>(path, """A connection needs {"source":{"activity","port"},"target":{"activity","port"}}.""");
            return;
        }
        from = _sequences.TryGetValue(from, out var leaving) ? leaving.Exit : from;
        to = _sequences.TryGetValue(to, out var entered) ? entered.Entry : to;
        if (!_activities.TryGetValue(from, out var activity))
        {
            Fail<int>(path, $"There is no activity '{from}'.");
        }
        else if (!activity.Ports.Contains(port) && !activity.Kind.OptionalPorts.Contains(port))
        {
            Fail<int>(
                from,
                $"{activity.Type} has no port '{port}'. It has: "
                    + $"{string.Join(", ", activity.Ports.Concat(activity.Kind.OptionalPorts))}."
            );
        }
        if (!_activities.ContainsKey(to))
        {
            Fail<int>(path, $"There is no activity '{to}'.");
        }
        _connections.Add(new(from, port, to));
    }

    private void CheckReferences(Activity activity, Dictionary<string, string> inputs, Dictionary<string, string> outputs)
    {
        foreach (var (name, binding) in activity.Inputs)
        {
            switch (binding)
            {
                case InputBinding input when !inputs.ContainsKey(input.Input):
                    Fail<int>(activity.Id, $"Input '{name}' reads the workflow input '{input.Input}', which is not declared.");
                    break;
                case ObjectBinding made:
                    foreach (var reference in References.In(made.Value))
                    {
                        if (reference.Input is { } wanted && !inputs.ContainsKey(wanted))
                        {
                            Fail<int>(
                                activity.Id,
                                $"Input '{name}' reads the workflow input '{wanted}', which is not declared."
                            );
                        }
                        if (reference.Variable is { } variable && !_variables.ContainsKey(variable))
                        {
                            Fail<int>(activity.Id, $"Input '{name}' reads the variable '{variable}', which is not declared.");
                        }
                        if (reference.Effect is { } effect && !_activities.ContainsKey(effect))
                        {
                            Fail<int>(activity.Id, $"Input '{name}' reads the effect '{effect}', which does not exist.");
                        }
                    }
                    break;
            }
        }
        if (
            activity.Type == ActivityTypes.SetVariable
            && activity.Literal("variable") is var set
            && (set is null || !_variables.ContainsKey(set))
        )
        {
            Fail<int>(activity.Id, $"'variable' names '{set}', which is not a declared variable.");
        }
        if (
            activity.Type == ActivityTypes.SetOutput
            && activity.Literal("outputName") is var output
            && (output is null || !outputs.ContainsKey(output))
        )
        {
            Fail<int>(activity.Id, $"'outputName' names '{output}', which is not a declared output.");
        }
    }

    private string? FindStart(JsonObject flow)
    {
        if ((string?)flow["start"] is { } named)
        {
            return _activities.ContainsKey(named) ? named : Fail<string>("root.start", $"There is no activity '{named}'.");
        }
        var entries = _activities.Keys.Where(id => _connections.All(connection => connection.Target != id)).ToArray();
        return entries switch
        {
            [var only] => only,
            [] => Fail<string>("root", "No activity can start: every one has an incoming connection."),
            _ => entries.FirstOrDefault(id => _activities[id].Type == ActivityTypes.Start)
                ?? Fail<string>(
                    "root",
                    $"Several activities have no incoming connection ({string.Join(", ", entries)}); start with one Elsa.Start."
                ),
        };
    }

    private IEnumerable<(JsonObject Item, int Index)> Items(JsonObject parent, string member)
    {
        if (parent[member] is null)
        {
            yield break;
        }
        if (parent[member] is not JsonArray items)
        {
            Fail<int>(member, "Must be a list.");
            yield break;
        }
        for (var index = 0; index < items.Count; index++)
        {
            if (items[index] is JsonObject item)
            {
                yield return (item, index);
            }
            else
            {
                Fail<int>($"{member}[{index}]", "Must be an object.");
            }
        }
    }

    private string? Text(JsonObject parent, string member, string at) =>
        parent[member] is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0
            ? text
            : Fail<string>($"{at}.{member}", "Must be a non-empty text.");

    private T? Fail<T>(string at, string reason)
    {
        _problems.Add(new(_file, at, reason));
        return default;
    }
}
