using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Agentic.Engine.Runs;

[JsonConverter(typeof(JsonStringEnumConverter<RunStatus>))]
public enum RunStatus
{
    Running,
    Completed,
    Faulted,
    Cancelled,
}

/// <summary>All that is needed to go on with a run, in any process, at any time.</summary>
public sealed record RunState
{
    public RunStatus Status { get; init; }

    public string? Fault { get; init; }

    public IReadOnlyDictionary<string, JsonNode?> Inputs { get; init; } = new Dictionary<string, JsonNode?>();

    public IReadOnlyDictionary<string, JsonNode?> Variables { get; init; } = new Dictionary<string, JsonNode?>();

    public IReadOnlyDictionary<string, JsonNode?> Outputs { get; init; } = new Dictionary<string, JsonNode?>();

    /// <summary>Steps that were entered and are not completed.</summary>
    public IReadOnlyList<OpenStep> Open { get; init; } = [];

    public IReadOnlyList<DoneStep> Done { get; init; } = [];

    /// <summary>
    /// Arrivals at joins: the join's activity id, with <c>@</c> and the path of splits where there is one, to the ids of the
    /// activities that arrived.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Arrivals { get; init; } =
        new Dictionary<string, IReadOnlyList<string>>();

    public int NextStep { get; init; } = 1;

    public JsonObject ToJson() => (JsonObject)JsonSerializer.SerializeToNode(this, RunJson.Default.RunState)!;

    public static RunState FromJson(JsonObject json) => json.Deserialize(RunJson.Default.RunState)!;
}

/// <param name="Waiting">Set when the step waits for something outside; null while it can be carried out.</param>
/// <param name="Branch">The steps that split into parallel branches on the way here, such as <c>4/9</c>; null outside
/// of any. A later round of a loop splits in another step.</param>
public sealed record OpenStep(int Step, string Activity, StepWait? Waiting = null, string? Branch = null);

/// <param name="For">What it waits for: <c>approval</c>, <c>answer</c>, <c>human</c>, <c>event</c> or <c>time</c>.</param>
/// <param name="Key">Business key of an awaited event.</param>
public sealed record StepWait(string For, DateTimeOffset? DueAt = null, string? Key = null);

public sealed record DoneStep(int Step, string Activity, string Outcome, JsonNode? Result = null);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(RunState))]
internal sealed partial class RunJson : JsonSerializerContext;
