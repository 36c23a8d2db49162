using Agentic.Engine.Definitions;
using Agentic.Engine.Runs;

namespace Agentic.Orchestration.Execution.Activities;

/// <summary>Waits for a time span.</summary>
internal sealed class DelayActivity(TimeProvider time) : WaitingActivity
{
    public static ActivityType Type { get; } =
        new("Elsa.Delay", ["timeSpan"], ["Done"]) { Required = ["timeSpan"], Waits = true };

    protected override StepWait Begin(ActionExecution execution, StepCommand step) =>
        new("time", time.GetUtcNow() + StepTexts.Span(step, "timeSpan"));
}
