using Agentic.Engine.Definitions;
using Agentic.Engine.Runs;

namespace Agentic.Orchestration.Execution.Activities;

/// <summary>Waits for what an outside system reports under a business key.</summary>
internal sealed class AwaitActivity(TimeProvider time) : WaitingActivity
{
    public static ActivityType Type { get; } =
        new("Agentic.Await", ["source", "event", "key", "deadline"], ["Received"])
        {
            Required = ["source", "event", "key", "deadline"],
            OptionalPorts = ["Expired"],
            Waits = true,
            AwaitsReport = (activity, source, type) =>
                activity.Literal("source") == source && activity.Literal("event") == type,
        };

    protected override StepWait Begin(ActionExecution execution, StepCommand step) =>
        new(
            "event",
            StepTexts.DeadlineOf(execution, step, time.GetUtcNow()),
            $"{step.Inputs["source"]}:{step.Inputs["event"]}/{step.Inputs["key"]}"
        );
}
