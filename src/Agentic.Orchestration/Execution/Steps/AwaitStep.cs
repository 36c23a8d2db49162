using Agentic.Engine.Definitions;
using Agentic.Engine.Runs;

namespace Agentic.Orchestration.Execution.Steps;

/// <summary>Waits for what an outside system reports under a business key.</summary>
internal sealed class AwaitStep(TimeProvider time) : WaitingStep
{
    public override string Type => ActivityTypes.Await;

    protected override StepWait Begin(ActionExecution execution, StepCommand step) =>
        new(
            "event",
            StepTexts.DeadlineOf(execution, step, time.GetUtcNow()),
            $"{step.Inputs["source"]}:{step.Inputs["event"]}/{step.Inputs["key"]}"
        );
}
