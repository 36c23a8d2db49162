using Agentic.Contracts;
using Agentic.Engine.Definitions;
using Agentic.Engine.Runs;

namespace Agentic.Orchestration.Execution.Steps;

/// <summary>Asks the customer; the next words that answer it go into the run.</summary>
internal sealed class AskStep(TimeProvider time) : WaitingStep
{
    public override string Type => ActivityTypes.Ask;

    protected override StepWait Begin(ActionExecution execution, StepCommand step)
    {
        var question = StepTexts.Say(execution, step);
        execution.Record(new CustomerAsked(question, false, execution.Ordinal, Step: step.Step));
        return new("answer", StepTexts.DeadlineOf(execution, step, time.GetUtcNow()));
    }
}
