using System.Text.Json.Nodes;

namespace Agentic.Engine.Definitions;

/// <summary>An Elsa 3 definition, read and flattened: sequences have become connections.</summary>
/// <param name="Hash">Content hash; a run is pinned to it.</param>
public sealed record WorkflowDefinition(
    string Id,
    string Name,
    int Version,
    string Hash,
    string File,
    IReadOnlyDictionary<string, WorkflowVariable> Variables,
    IReadOnlyDictionary<string, string> Inputs,
    IReadOnlyDictionary<string, string> Outputs,
    IReadOnlyDictionary<string, Activity> Activities,
    IReadOnlyList<Connection> Connections,
    string Start
)
{
    /// <summary>The file's text as it was read: with it a run can be finished after the file has changed.</summary>
    public string Source { get; init; } = "";

    private readonly ILookup<(string, string), Connection> _outgoing = Connections.ToLookup(connection =>
        (connection.Source, connection.Port)
    );
    private readonly ILookup<string, Connection> _incoming = Connections.ToLookup(connection => connection.Target);

    public IEnumerable<Connection> From(string activity, string port) => _outgoing[(activity, port)];

    public IEnumerable<Connection> To(string activity) => _incoming[activity];

    public IEnumerable<Connection> From(string activity) => Connections.Where(connection => connection.Source == activity);

    /// <summary>The effects that a gate guards, in the order in which they can run.</summary>
    public IReadOnlyList<Activity> EffectsOf(string gate) =>
        [
            .. FlowGraph
                .Order(this)
                .Select(id => Activities[id])
                .Where(activity => activity.Type == ActivityTypes.Effect && activity.Gate == gate),
        ];

    /// <summary>The activity that writes a variable, if exactly one does.</summary>
    public Activity? WriterOf(string variable) =>
        Activities.Values.Where(activity => activity.Outputs.Values.Contains(variable)).Take(2).ToArray() is [var only]
            ? only
            : null;
}

public sealed record WorkflowVariable(string Id, string Name, string Type, JsonNode? Value);

/// <param name="Path">Where it stands in the file, such as <c>root.activities[3]</c>.</param>
/// <param name="Outputs">Output name to variable name.</param>
/// <param name="MaxVisits">How often a run may enter it; declared where it is part of a loop.</param>
public sealed record Activity(
    string Id,
    ActivityType Kind,
    int Version,
    string Path,
    IReadOnlyDictionary<string, Binding> Inputs,
    IReadOnlyDictionary<string, string> Outputs,
    IReadOnlyList<string> Ports,
    int? MaxVisits
)
{
    public string Type => Kind.Name;

    public string? Gate => Literal("gate");

    public bool Irreversible =>
        Inputs.GetValueOrDefault("irreversible") is LiteralBinding { Value: JsonValue value }
        && value.TryGetValue<bool>(out var set)
        && set;

    public string? Literal(string input) =>
        (Inputs.GetValueOrDefault(input) as LiteralBinding)?.Value is JsonValue value && value.TryGetValue<string>(out var text)
            ? text
            : null;

    /// <summary>The names that an Object input gives values to.</summary>
    public IReadOnlyList<string> Members(string input) =>
        ObjectInput(input) is JsonObject members ? [.. members.Select(member => member.Key)] : [];

    public JsonNode? ObjectInput(string input) => (Inputs.GetValueOrDefault(input) as ObjectBinding)?.Value;
}

public sealed record Connection(string Source, string Port, string Target);

/// <summary>Where an input's value comes from.</summary>
public abstract record Binding;

public sealed record LiteralBinding(JsonNode? Value) : Binding;

/// <summary>JSON in which <c>{"$input":"x"}</c> and <c>{"$variable":"x","path":"a.b"}</c> stand for values.</summary>
public sealed record ObjectBinding(JsonNode? Value) : Binding;

public sealed record VariableBinding(string Variable) : Binding;

public sealed record InputBinding(string Input) : Binding;
