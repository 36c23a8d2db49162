using Agentic.Contracts;
using Agentic.Engine.Definitions;
using Agentic.Engine.Runs;

namespace Agentic.Orchestration.Execution.Activities;

/// <summary>Tells the customer something.</summary>
internal sealed class NotifyActivity : IActivity
{
    public static ActivityType Type { get; } = new("Agentic.Notify", ["text", "values"], ["Done"]) { Required = ["text"] };

    public Task<bool> CarryOutAsync(ActionExecution execution, StepCommand step, CancellationToken cancellationToken)
    {
        execution.Record(new CustomerTold((string)step.Inputs["text"]!, StepTexts.Say(execution, step)));
        execution.Apply(new StepCompleted(step.Step, "Done"));
        return Task.FromResult(true);
    }
}
