using Agentic.Engine.Runs;

namespace Agentic.Orchestration.Execution.Activities;

/// <summary>
/// What a run does when it comes to an activity of one type. The class also holds, as <c>Type</c>, what a definition may
/// write about it and what is checked when a pack is read; <see cref="WorkflowActivities"/> lists the classes.
/// </summary>
internal interface IActivity
{
    /// <returns>False when the run has to wait or the execution is over.</returns>
    Task<bool> CarryOutAsync(ActionExecution execution, StepCommand step, CancellationToken cancellationToken);
}
