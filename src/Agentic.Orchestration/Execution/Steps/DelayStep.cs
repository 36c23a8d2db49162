using Agentic.Engine.Definitions;
using Agentic.Engine.Runs;

namespace Agentic.Orchestration.Execution.Steps;

/// <summary>Waits for a time span.</summary>
internal sealed class DelayStep(TimeProvider time) : WaitingStep
{
    public override string Type => ActivityTypes.Delay;

    protected override StepWait Begin(ActionExecution execution, StepCommand step) =>
        new("time", time.GetUtcNow() + StepTexts.Span(step, "timeSpan"));
}
