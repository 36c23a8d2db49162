using System.Text.Json.Nodes;
using Agentic.Engine.Definitions;

namespace Agentic.Engine.Runs;

/// <summary>
/// Pure: definition + run state + event → new state; what to do next is read from the state.
/// No clock, no I/O, no bus, no model. The same events on the same definition always give the same state.
/// </summary>
public static class RunEngine
{
    public static RunState Start(WorkflowDefinition definition, IReadOnlyDictionary<string, JsonNode?> inputs)
    {
        var run = new RunBuilder(
            definition,
            new RunState
            {
                Inputs = inputs,
                Variables = definition.Variables.Values.ToDictionary(variable => variable.Name, variable => variable.Value),
            }
        );
        run.Enter(definition.Start, from: null);
        return run.Build();
    }

    /// <exception cref="ArgumentException">The step is not open in this run.</exception>
    public static RunState Apply(WorkflowDefinition definition, RunState state, RunEvent happened)
    {
        if (state.Status != RunStatus.Running)
        {
            return state;
        }
        var step =
            state.Open.FirstOrDefault(open => open.Step == happened.Step)
            ?? throw new ArgumentException($"Step {happened.Step} is not open in this run.", nameof(happened));
        var run = new RunBuilder(definition, state);
        switch (happened)
        {
            case StepCompleted completed:
                run.Complete(step, completed.Outcome, completed.Result);
                break;
            case StepWaits waits:
                run.Replace(step, step with { Waiting = waits.Wait });
                break;
            case StepResumed:
                run.Replace(step, step with { Waiting = null });
                break;
            case StepFailed failed when definition.From(step.Activity, "Failed").Any():
                run.Complete(step, "Failed", JsonValue.Create(failed.Reason));
                break;
            case StepFailed failed:
                run.Fault($"{step.Activity}: {failed.Reason}");
                break;
        }
        return run.Build();
    }

    public static RunState Cancel(RunState state) =>
        state.Status == RunStatus.Running ? state with { Status = RunStatus.Cancelled, Open = [] } : state;

    /// <summary>What can be carried out now, oldest first.</summary>
    public static IReadOnlyList<StepCommand> Outstanding(WorkflowDefinition definition, RunState state) =>
        state.Status != RunStatus.Running
            ? []
            :
            [
                .. state
                    .Open.Where(step => step.Waiting is null)
                    .OrderBy(step => step.Step)
                    .Select(step => Command(definition, state, step)),
            ];

    /// <summary>The earliest time at which a waiting step wants to be looked at again.</summary>
    public static DateTimeOffset? DueAt(RunState state) =>
        state.Status != RunStatus.Running ? null : state.Open.Min(step => step.Waiting?.DueAt);

    private static StepCommand Command(WorkflowDefinition definition, RunState state, OpenStep step)
    {
        var activity = definition.Activities[step.Activity];
        return new(step.Step, activity.Id, activity.Type, Values.Of(activity, state));
    }
}
