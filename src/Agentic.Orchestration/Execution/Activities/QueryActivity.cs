using Agentic.Engine.Checks;
using Agentic.Engine.Definitions;
using Agentic.Engine.Runs;
using Agentic.Orchestration.Connectors;
using Agentic.Orchestration.Gate;

namespace Agentic.Orchestration.Execution.Activities;

/// <summary>Reads something through a connector.</summary>
internal sealed class QueryActivity(GateReader reader, ExecutionRecorder recorder) : IActivity
{
    public static ActivityType Type { get; } =
        new(ActivityTypes.Query, ["connector", "operation", "arguments", "facts"], ["Done"])
        {
            Required = ["connector", "operation"],
            ReadsOnly = true,
            Check = OperationCheck.Run,
        };

    public async Task<bool> CarryOutAsync(ActionExecution execution, StepCommand step, CancellationToken cancellationToken)
    {
        switch (await reader.QueryAsync(step, execution.Facts, execution.Sources, [], cancellationToken))
        {
            case QueryResult.Found found:
                execution.Apply(new StepCompleted(step.Step, "Done", found.Value));
                return true;
            case QueryResult.Unavailable unavailable:
                return await recorder.StuckAsync(execution, step.Activity, unavailable.Reason, cancellationToken);
            default:
                throw new InvalidOperationException("A query answers Found or Unavailable.");
        }
    }
}
