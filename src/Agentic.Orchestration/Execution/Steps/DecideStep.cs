using Agentic.Engine.Definitions;
using Agentic.Engine.Runs;
using Agentic.Orchestration.Gate;

namespace Agentic.Orchestration.Execution.Steps;

/// <summary>The first row of a decision table that holds says where the run goes on.</summary>
internal sealed class DecideStep : IStep
{
    public string Type => ActivityTypes.Decide;

    public Task<bool> CarryOutAsync(ActionExecution execution, StepCommand step, CancellationToken cancellationToken)
    {
        execution.Step(new StepCompleted(step.Step, RunReader.Decide(execution.Pack, step, execution.Facts)));
        return Task.FromResult(true);
    }
}
