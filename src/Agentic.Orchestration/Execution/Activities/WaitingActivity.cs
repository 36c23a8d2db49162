using Agentic.Engine.Runs;

namespace Agentic.Orchestration.Execution.Activities;

/// <summary>A step that ends only when something has come from elsewhere, or its time is over.</summary>
internal abstract class WaitingActivity : IActivity
{
    public Task<bool> CarryOutAsync(ActionExecution execution, StepCommand step, CancellationToken cancellationToken)
    {
        execution.Apply(new StepWaits(step.Step, Begin(execution, step)));
        return Task.FromResult(true);
    }

    /// <summary>Records what others have to know, and says what is waited for.</summary>
    protected abstract StepWait Begin(ActionExecution execution, StepCommand step);
}
