using Agentic.Contracts;
using Agentic.Engine.Definitions;
using Agentic.Engine.Runs;
using Agentic.Orchestration.Requests.Cases;

namespace Agentic.Orchestration.Execution.Steps;

/// <summary>Ends the run: a person has the request from now on.</summary>
internal sealed class HandOffStep(TimeProvider time) : IStep
{
    public string Type => ActivityTypes.HandOff;

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
        execution.Step(new StepCompleted(step.Step, "Done"));
        execution.Record(new ActionEnded(execution.Ordinal, ActionStatus.Skipped, "Handed to a person by the workflow."));
        return Task.FromResult(true);
    }
}
