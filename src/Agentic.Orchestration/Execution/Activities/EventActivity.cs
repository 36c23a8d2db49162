using Agentic.Engine.Definitions;
using Agentic.Engine.Runs;

namespace Agentic.Orchestration.Execution.Activities;

/// <summary>Waits for an event of a name, as Elsa's own activity does.</summary>
internal sealed class EventActivity : WaitingActivity
{
    public static ActivityType Type { get; } =
        new("Elsa.Event", ["eventName"], ["Done"])
        {
            Required = ["eventName"],
            Waits = true,
            AwaitsReport = (activity, _, type) => activity.Literal("eventName") == type,
        };

    protected override StepWait Begin(ActionExecution execution, StepCommand step) =>
        new("event", null, (string)step.Inputs["eventName"]!);
}
