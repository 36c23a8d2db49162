using System.Text.Json.Nodes;

namespace Agentic.Engine.Definitions;

public sealed partial class DefinitionReader
{
    private void ReadActivity(JsonObject activity, string path)
    {
        var id = Text(activity, "id", path);
        var type = Text(activity, "type", path);
        if (id is null || type is null)
        {
            return;
        }
        if (type == ActivityTypes.Sequence)
        {
            ReadSequence(id, activity, path);
            return;
        }
        if (_catalogue.Find(type) is not { } known)
        {
            Fail<int>(
                id,
                $"{path}: activity type '{type}' is not supported. Supported: " + $"{string.Join(", ", _catalogue.Names)}."
            );
            return;
        }
        var inputs = new Dictionary<string, Binding>();
        var outputs = new Dictionary<string, string>();
        foreach (var (name, value) in activity.Where(member => !Structural.Contains(member.Key)))
        {
            if (value is JsonObject { } output && output["memoryReference"] is JsonObject memory)
            {
                ReadOutput(id, name, memory, outputs);
            }
            else if (!known.Inputs.Contains(name))
            {
                Fail<int>(id, $"{type} has no input '{name}'. It has: {string.Join(", ", known.Inputs)}.");
            }
            else if (ReadBinding(id, name, value) is { } binding)
            {
                inputs[name] = binding;
            }
        }
        foreach (var missing in known.Required.Where(required => !activity.ContainsKey(required)))
        {
            Fail<int>(id, $"{type} needs the input '{missing}'.");
        }
        var maxVisits =
            activity["customProperties"]?["maxVisits"] is JsonValue bound && bound.TryGetValue<int>(out var visits)
                ? visits
                : (int?)null;
        if (maxVisits is < 1 or > 1000)
        {
            Fail<int>(id, "customProperties.maxVisits must be from 1 to 1000.");
        }
        var ports = known.Ports.Concat(ListedPorts(id, known, inputs)).ToArray();
        if (
            !_activities.TryAdd(
                id,
                new(id, known, activity["version"]?.GetValue<int>() ?? 1, path, inputs, outputs, ports, maxVisits)
            )
        )
        {
            Fail<int>(id, "This activity id is used twice.");
        }
    }

    private string[] ListedPorts(string id, ActivityType type, Dictionary<string, Binding> inputs)
    {
        if (type.PortsFrom is null || !inputs.TryGetValue(type.PortsFrom, out var binding))
        {
            return [];
        }
        var list =
            binding switch
            {
                LiteralBinding literal => literal.Value,
                ObjectBinding made => made.Value,
                _ => null,
            } as JsonArray;
        var names = list
            ?.Select(item => item is JsonObject named ? named["label"] : item)
            .Select(item => item is JsonValue value && value.TryGetValue<string>(out var text) ? text : null)
            .ToArray();
        if (names is null or [] || names.Contains(null) || names.Distinct().Count() != names.Length)
        {
            Fail<int>(id, $"'{type.PortsFrom}' must be a list of distinct names: they are the activity's ports.");
            return [];
        }
        return names!;
    }

    /// <summary>
    /// A sequence is its activities joined Done to Done; only activities with the single port Done may stand in it.
    /// </summary>
    private void ReadSequence(string id, JsonObject sequence, string path)
    {
        string? previous = null,
            first = null;
        foreach (var (inner, index) in Items(sequence, "activities"))
        {
            ReadActivity(inner, $"{path}.activities[{index}]");
            var innerId = (string?)inner["id"];
            if (innerId is null || !_activities.TryGetValue(innerId, out var read))
            {
                continue;
            }
            if (read.Ports is not ["Done"])
            {
                Fail<int>(
                    innerId,
                    $"Only activities whose one port is Done may stand in a sequence; {read.Type} has "
                        + $"{string.Join(", ", read.Ports)}."
                );
            }
            if (previous is not null)
            {
                _connections.Add(new(previous, "Done", innerId));
            }
            first ??= innerId;
            previous = innerId;
        }
        if (first is null)
        {
            Fail<int>(id, "A sequence needs at least one activity.");
            return;
        }
        _sequences[id] = (first, previous!);
    }

    private void ReadOutput(string id, string name, JsonObject memory, Dictionary<string, string> outputs)
    {
        if (
            memory["id"] is JsonValue value
            && value.TryGetValue<string>(out var variableId)
            && _variableNames.TryGetValue(variableId, out var variable)
        )
        {
            outputs[name] = variable;
        }
        else
        {
            Fail<int>(id, $"Output '{name}' writes to a variable id that is not declared.");
        }
    }

    private Binding? ReadBinding(string id, string name, JsonNode? value)
    {
        if (
            value is not JsonObject input
            || input["expression"] is not JsonObject expression
            || (string?)expression["type"] is not { } kind
        )
        {
            return Fail<Binding>(
                id,
                $"Input '{name}' must look like "
                    + """{ "typeName": "String", "expression": { "type": "Literal", "value": "…" } }."""
            );
        }
        var content = expression["value"];
        switch (kind)
        {
            case "Literal":
                return new LiteralBinding(content?.DeepClone());
            case "Object":
                var parsed = content is JsonValue text && text.TryGetValue<string>(out var raw) ? JsonNode.Parse(raw) : content;
                return new ObjectBinding(parsed?.DeepClone());
            case "Variable" when content is JsonObject variable && (string?)variable["id"] is { } variableId:
                return _variableNames.TryGetValue(variableId, out var variableName)
                    ? new VariableBinding(variableName)
                    : Fail<Binding>(id, $"Input '{name}' reads a variable id '{variableId}' that is not declared.");
            case "Input" when content is JsonObject reference && (string?)reference["name"] is { } inputName:
                return new InputBinding(inputName);
            case "Variable" or "Input":
                return Fail<Binding>(
                    id,
                    $"Input '{name}': the value of a {kind} expression is an object with the name and type; a bare "
                        + $"name becomes null in Elsa."
                );
            default:
                return Fail<Binding>(
                    id,
                    $"Input '{name}': expression type '{kind}' is not supported. Use Literal, Object, Variable or "
                        + $"Input; decisions belong in rule sets."
                );
        }
    }
}
