using Agentic.Engine.Checks;
using Agentic.Engine.Definitions;
using Agentic.Engine.Runs;
using Agentic.Orchestration.Gate;

namespace Agentic.Orchestration.Execution.Activities;

/// <summary>The first row of a decision table that holds says where the run goes on.</summary>
internal sealed class DecideActivity : IActivity
{
    public static ActivityType Type { get; } =
        new(ActivityTypes.Decide, ["ruleSet", "values", "outcomes"], [])
        {
            Required = ["ruleSet", "outcomes"],
            PortsFrom = "outcomes",
            ReadsOnly = true,
            Check = (_, activity, context) => RuleSetCheck.Run(activity, context),
        };

    public Task<bool> CarryOutAsync(ActionExecution execution, StepCommand step, CancellationToken cancellationToken)
    {
        execution.Apply(new StepCompleted(step.Step, GateReader.Decide(execution.Pack, step, execution.Facts)));
        return Task.FromResult(true);
    }
}
