using Agentic.Engine.Definitions;
using Agentic.Engine.Runs;
using Agentic.Orchestration.Requests.Cases;

namespace Agentic.Orchestration.Execution.Activities;

/// <summary>Gives an employee a task; the run goes on at the port that their answer names.</summary>
internal sealed class HumanTaskActivity(TimeProvider time) : WaitingActivity
{
    public static ActivityType Type { get; } =
        new("Agentic.HumanTask", ["topic", "text", "values", "outcomes"], [])
        {
            Required = ["topic", "text", "outcomes"],
            PortsFrom = "outcomes",
            Waits = true,
            Check = (_, activity, _) => HandOffActivity.CheckTopic(activity),
        };

    protected override StepWait Begin(ActionExecution execution, StepCommand step)
    {
        var task = HandOffFactory.Make(
            execution.Pack,
            execution.State,
            (string)step.Inputs["topic"]!,
            StepTexts.SayBoth(execution, step),
            time.GetUtcNow(),
            execution.Ordinal,
            parks: false
        );
        execution.Record(task with { Step = step.Step });
        return new("human");
    }
}
