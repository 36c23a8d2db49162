using System.Text.Json.Nodes;
using Agentic.Contracts;
using Agentic.Engine.Checks;
using Agentic.Engine.Definitions;
using Agentic.Engine.Runs;
using Agentic.Orchestration.Agents;
using Agentic.Orchestration.Packs;
using Agentic.Orchestration.Requests;
using Agentic.Orchestration.Requests.Cases;

namespace Agentic.Orchestration.Execution.Activities;

/// <summary>
/// Ends a run whose terms have changed after the gate, and hands the request to a person. It also proposes the rest as a new
/// action with its own consent, gate and seal, so that the person need do nothing when the customer agrees.
/// </summary>
internal sealed class ProposeActivity(PlanBuilder proposals, ExecutionRecorder recorder, TimeProvider time) : IActivity
{
    public static ActivityType Type { get; } =
        new("Agentic.Propose", ["action", "arguments", "text", "values"], [])
        {
            Required = ["action", "arguments", "text"],
            OptionalPorts = ["Done"],
            Ends = true,
            Check = (_, activity, context) => CheckAction(activity, context),
        };

    public async Task<bool> CarryOutAsync(ActionExecution execution, StepCommand step, CancellationToken cancellationToken)
    {
        var action = execution.Pack.Actions[(string)step.Inputs["action"]!];
        var arguments = new JsonObject(
            ((JsonObject)step.Inputs["arguments"]!)
                .Where(given => given.Value is not null)
                .Select(given => KeyValuePair.Create(given.Key, (JsonNode?)given.Value!.DeepClone()))
        );
        JournalEvent[] over =
        [
            new ActionEnded(execution.Ordinal, ActionStatus.Skipped, $"Goes on as {action.Name}."),
            HandOffFactory.Make(
                execution.Pack,
                execution.State,
                HandOffTopics.Owed,
                StepTexts.SayBoth(execution, step),
                time.GetUtcNow(),
                execution.Ordinal
            ),
        ];
        // What this run had reserved and will not do, the proposal may: it is looked at as if this run had ended.
        var after = over.Aggregate(
            execution.State,
            (state, happened) => RequestFold.Apply(state.Id, state, happened, time.GetUtcNow(), state.Version + 1)
        );
        var by = $"workflow:{execution.Definition.Id}";
        var (events, unavailable) = SchemaCheck.Check(arguments, action.Schema, action.Name).Any()
            ? ([], null)
            : await proposals.MakeAsync(
                execution.Pack,
                after,
                [new(action, arguments, [])],
                by,
                false,
                cancellationToken,
                employee: by,
                byRun: true
            );
        if (unavailable is not null)
        {
            return await recorder.StuckAsync(execution, step.Activity, unavailable, cancellationToken);
        }
        execution.Apply(new StepCompleted(step.Step, "Done"));
        // What a person would have to look at anyway is not put to the customer first: a person has it already.
        foreach (
            var happened in events
                .OfType<PlanProposed>()
                .Any(plan => plan.Actions.All(planned => planned.Gate.Outcome != GateOutcome.HandOff))
                ? [.. over, .. events]
                : over
        )
        {
            execution.Record(happened);
        }
        return true;
    }

    /// <summary>What a workflow proposes has to be an action that takes just these arguments.</summary>
    private static IEnumerable<ActivityProblem> CheckAction(Activity activity, CheckContext context)
    {
        if (activity.Literal("action") is not { } name || !context.Actions.TryGetValue(name, out var arguments))
        {
            yield return new($"Must be one of {string.Join(", ", context.Actions.Keys)}.", "action");
            yield break;
        }
        var given = activity.Members("arguments");
        foreach (var unknown in given.Where(argument => !arguments.ContainsKey(argument)))
        {
            yield return new($"'{unknown}' is no argument of {name}. Known: {string.Join(", ", arguments.Keys)}.", "arguments");
        }
        foreach (var missing in arguments.Where(argument => argument.Value && !given.Contains(argument.Key)))
        {
            yield return new($"'{missing.Key}' is required by {name}.", "arguments");
        }
    }
}
