using Agentic.Contracts;
using Agentic.Engine.Definitions;
using Agentic.Engine.Runs;

namespace Agentic.Orchestration.Execution.Activities;

/// <summary>Asks the customer; the next words that answer it go into the run.</summary>
internal sealed class AskActivity(TimeProvider time) : WaitingActivity
{
    public static ActivityType Type { get; } =
        new("Agentic.Ask", ["text", "values", "deadline"], ["Done"])
        {
            Required = ["text"],
            OptionalPorts = ["Expired"],
            Waits = true,
        };

    protected override StepWait Begin(ActionExecution execution, StepCommand step)
    {
        var question = StepTexts.Say(execution, step);
        execution.Record(new CustomerAsked(question, false, execution.Ordinal, Step: step.Step));
        return new("answer", StepTexts.DeadlineOf(execution, step, time.GetUtcNow()));
    }
}
