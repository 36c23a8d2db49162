using Agentic.Engine.Runs;

namespace Agentic.Orchestration.Execution.Steps;

/// <summary>What a run does when it comes to an activity of one type.</summary>
internal interface IStep
{
    /// <summary>Such as <c>Agentic.Ask</c>.</summary>
    string Type { get; }

    /// <returns>False when the run has to wait or the execution is over.</returns>
    Task<bool> CarryOutAsync(ActionExecution execution, StepCommand step, CancellationToken cancellationToken);
}
