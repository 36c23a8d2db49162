using Agentic.Engine.Definitions;

namespace Agentic.Engine.Checks;

/// <summary>Everything that is proven about a definition before it may run.</summary>
public static class DefinitionChecks
{
    public static IReadOnlyList<Problem> Run(WorkflowDefinition definition, CheckContext context) =>
        [
            .. FlowChecks.Run(definition),
            .. ParallelChecks.Run(definition),
            .. GateChecks.Run(definition),
            .. PromiseChecks.Run(definition),
            .. UndoChecks.Run(definition),
            .. InputChecks.Run(definition, context),
            .. definition.Activities.Values.SelectMany(activity =>
                activity
                    .Kind.Check(definition, activity, context)
                    .Select(problem => new Problem(
                        definition.File,
                        problem.Input is null ? activity.Id : $"{activity.Id}.{problem.Input}",
                        problem.Reason
                    ))
            ),
        ];
}
