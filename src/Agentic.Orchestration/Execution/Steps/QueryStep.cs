using Agentic.Engine.Definitions;
using Agentic.Engine.Runs;
using Agentic.Orchestration.Connectors;
using Agentic.Orchestration.Gate;

namespace Agentic.Orchestration.Execution.Steps;

/// <summary>Reads something through a connector.</summary>
internal sealed class QueryStep(RunReader reader, ExecutionRecorder recorder) : IStep
{
    public string Type => ActivityTypes.Query;

    public async Task<bool> CarryOutAsync(ActionExecution execution, StepCommand step, CancellationToken cancellationToken)
    {
        switch (await reader.QueryAsync(step, execution.Facts, execution.Sources, [], cancellationToken))
        {
            case QueryResult.Found found:
                execution.Step(new StepCompleted(step.Step, "Done", found.Value));
                return true;
            case QueryResult.Unavailable unavailable:
                return await recorder.StuckAsync(execution, step.Activity, unavailable.Reason, cancellationToken);
            default:
                throw new InvalidOperationException("A query answers Found or Unavailable.");
        }
    }
}
