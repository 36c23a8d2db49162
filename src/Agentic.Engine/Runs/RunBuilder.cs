using System.Globalization;
using System.Text.Json.Nodes;
using Agentic.Engine.Definitions;

namespace Agentic.Engine.Runs;

/// <summary>One transition under construction: flow activities are settled at once, all others become open steps.</summary>
internal sealed class RunBuilder(WorkflowDefinition definition, RunState state)
{
    /// <summary>
    /// How often a run may enter an activity that declares no bound: more than any sane workflow needs, few enough to stop
    /// an endless loop.
    /// </summary>
    private const int MaxVisits = 1000;
    private readonly List<OpenStep> _open = [.. state.Open];
    private readonly List<DoneStep> _done = [.. state.Done];
    private readonly Dictionary<string, JsonNode?> _variables = new(state.Variables);
    private readonly Dictionary<string, JsonNode?> _outputs = new(state.Outputs);
    private readonly Dictionary<string, IReadOnlyList<string>> _arrivals = new(state.Arrivals);
    private readonly Queue<OpenStep> _flow = new();
    private int _next = state.NextStep;
    private RunStatus _status = state.Status;
    private string? _fault;

    private RunState Now => state with { Variables = _variables, Outputs = _outputs };

    public RunState Build()
    {
        while (_status == RunStatus.Running && _flow.TryDequeue(out var step))
        {
            // A join that waits for any may have cancelled it in the meantime.
            if (_open.Contains(step))
            {
                Pass(step);
            }
        }
        if (_status == RunStatus.Running && _open.Count == 0)
        {
            _status = RunStatus.Completed;
        }
        return state with
        {
            Status = _status,
            Fault = _fault,
            Variables = _variables,
            Outputs = _outputs,
            Open = _status == RunStatus.Running ? _open : [],
            Done = _done,
            Arrivals = _arrivals,
            NextStep = _next,
        };
    }

    public void Replace(OpenStep step, OpenStep with) => _open[_open.IndexOf(step)] = with;

    public void Fault(string reason) => (_status, _fault) = (RunStatus.Faulted, reason);

    public void Enter(string activityId, string? from, string? branch = null)
    {
        var activity = definition.Activities[activityId];
        if (activity.Type == ActivityTypes.Join && !Arrive(activity, from!, ref branch))
        {
            return;
        }
        var visits = _done.Count(done => done.Activity == activityId) + _open.Count(open => open.Activity == activityId) + 1;
        if (visits > (activity.MaxVisits ?? MaxVisits))
        {
            Fault($"{activityId}: entered more than {activity.MaxVisits ?? MaxVisits} times.");
            return;
        }
        var step = new OpenStep(_next++, activityId, Branch: branch);
        _open.Add(step);
        if (FlowActivities.Has(activity.Type))
        {
            _flow.Enqueue(step);
        }
    }

    public void Complete(OpenStep step, string outcome, JsonNode? result)
    {
        var activity = definition.Activities[step.Activity];
        _open.Remove(step);
        _done.Add(new(step.Step, step.Activity, outcome, result?.DeepClone()));
        if (activity.Outputs.TryGetValue("result", out var variable))
        {
            _variables[variable] = result?.DeepClone();
        }
        if (activity.Kind.Ends)
        {
            _status = RunStatus.Completed;
            return;
        }
        var next = definition.From(step.Activity, outcome).ToArray();
        if (next.Length == 0)
        {
            Fault($"{step.Activity}: the outcome '{outcome}' leads nowhere.");
        }
        foreach (var connection in next)
        {
            Enter(connection.Target, step.Activity, next.Length > 1 ? Split(step) : step.Branch);
        }
    }

    private static string Split(OpenStep step) => step.Branch is null ? $"{step.Step}" : $"{step.Branch}/{step.Step}";

    private void Pass(OpenStep step)
    {
        var activity = definition.Activities[step.Activity];
        switch (activity.Type)
        {
            case ActivityTypes.Fork:
                _open.Remove(step);
                _done.Add(new(step.Step, step.Activity, "Done"));
                foreach (var connection in definition.From(step.Activity))
                {
                    Enter(connection.Target, step.Activity, Split(step));
                }
                return;
            case ActivityTypes.SetVariable:
                _variables[activity.Literal("variable")!] = Values.Of(activity.Inputs["value"], Now);
                break;
            case ActivityTypes.SetOutput:
                _outputs[activity.Literal("outputName")!] = Values.Of(activity.Inputs["outputValue"], Now);
                break;
        }
        Complete(step, activity.Type == ActivityTypes.Switch ? Case(activity) : "Done", null);
    }

    /// <summary>The first case whose condition holds, as in Elsa's mode MatchFirst.</summary>
    private string Case(Activity activity)
    {
        var cases =
            (activity.Inputs["cases"] is LiteralBinding literal ? literal.Value : activity.ObjectInput("cases")) as JsonArray
            ?? [];
        foreach (var option in cases.OfType<JsonObject>())
        {
            var condition = References.Replace(
                option["condition"],
                reference =>
                    reference.Input is { } input
                        ? References.Walk(state.Inputs.GetValueOrDefault(input), reference.Path)
                        : References.Walk(_variables.GetValueOrDefault(reference.Variable ?? ""), reference.Path)
            );
            if (condition is JsonValue value && value.TryGetValue<bool>(out var holds) && holds)
            {
                return (string)option["label"]!;
            }
        }
        return "Default";
    }

    /// <summary>
    /// True when the join lets the run through: at the last arrival (WaitAll) or at the first (WaitAny, which cancels
    /// the rest).
    /// </summary>
    /// <param name="branch">In: the branch that arrives. Out: the branch in which the run goes on after the join.</param>
    private bool Arrive(Activity join, string from, ref string? branch)
    {
        // Arrivals are counted per split, and per round of a loop, so that two rounds are never mixed.
        var path = branch?.Split('/') ?? [];
        var splits = FlowGraph.SplitsOf(definition, join.Id);
        var at = Array.FindIndex(
            path,
            step =>
                _done.Any(done => done.Step.ToString(CultureInfo.InvariantCulture) == step && splits.Contains(done.Activity))
        );
        var split = at < 0 ? null : string.Join('/', path.Take(at + 1));
        var key = split is null ? join.Id : $"{join.Id}@{split}";
        var arrived = _arrivals.GetValueOrDefault(key) ?? [];
        var first = arrived.Count == 0;
        _arrivals[key] = arrived = [.. arrived, from];
        branch = at <= 0 ? null : string.Join('/', path.Take(at));
        if (join.Literal("mode") == "WaitAll")
        {
            return arrived.Distinct().Count()
                == definition.To(join.Id).Select(connection => connection.Source).Distinct().Count();
        }
        if (first)
        {
            _open.RemoveAll(open =>
                FlowGraph.Path(definition, open.Activity, join.Id, _ => false) is not null
                && (
                    split is null
                        ? FlowGraph.Path(definition, join.Id, open.Activity, _ => false) is null
                        : open.Branch == split || open.Branch?.StartsWith(split + "/", StringComparison.Ordinal) == true
                )
            );
        }
        return first;
    }
}
