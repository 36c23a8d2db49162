using Agentic.Engine.Definitions;
using Agentic.Engine.Runs;

namespace Agentic.Orchestration.Execution.Steps;

/// <summary>Waits for an event of a name, as Elsa's own activity does.</summary>
internal sealed class EventStep : WaitingStep
{
    public override string Type => ActivityTypes.Event;

    protected override StepWait Begin(ActionExecution execution, StepCommand step) =>
        new("event", null, (string)step.Inputs["eventName"]!);
}
