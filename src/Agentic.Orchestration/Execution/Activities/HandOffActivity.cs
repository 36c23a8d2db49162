using Agentic.Contracts;
using Agentic.Engine.Checks;
using Agentic.Engine.Definitions;
using Agentic.Engine.Runs;
using Agentic.Orchestration.Requests.Cases;

namespace Agentic.Orchestration.Execution.Activities;

/// <summary>Ends the run: a person has the request from now on.</summary>
internal sealed class HandOffActivity(TimeProvider time) : IActivity
{
    public static ActivityType Type { get; } =
        new(ActivityTypes.HandOff, ["topic", "text", "values"], [])
        {
            Required = ["topic", "text"],
            OptionalPorts = ["Done"],
            Ends = true,
            Check = (_, activity, _) => CheckTopic(activity),
        };

    public Task<bool> CarryOutAsync(ActionExecution execution, StepCommand step, CancellationToken cancellationToken)
    {
        execution.Record(
            HandOffFactory.Make(
                execution.Pack,
                execution.State,
                (string)step.Inputs["topic"]!,
                StepTexts.SayBoth(execution, step),
                time.GetUtcNow(),
                execution.Ordinal
            )
        );
        execution.Apply(new StepCompleted(step.Step, "Done"));
        execution.Record(new ActionEnded(execution.Ordinal, ActionStatus.Skipped, "Handed to a person by the workflow."));
        return Task.FromResult(true);
    }

    /// <summary>
    /// Refuses the orchestrator's own topics: a workflow's task with one of them would be taken for one of its hand-offs.
    /// </summary>
    public static IEnumerable<ActivityProblem> CheckTopic(Activity activity)
    {
        var topic = activity.Literal("topic");
        if (topic is null)
        {
            yield return new("Must be a literal: it names a queue.", "topic");
        }
        else if (HandOffTopics.Reserved.Contains(topic))
        {
            yield return new($"'{topic}' is a topic of Agentic's own. Choose another one, such as warehouse.", "topic");
        }
    }
}
