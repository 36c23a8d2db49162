using Agentic.Engine.Definitions;

namespace Agentic.Engine.Checks;

/// <summary>Parallel branches meet only on an explicit join, so that Elsa's counter and token modes mean the same.</summary>
internal static class ParallelChecks
{
    public static IEnumerable<Problem> Run(WorkflowDefinition definition)
    {
        foreach (
            var join in definition.Activities.Values.Where(activity =>
                activity.Type == ActivityTypes.Join && activity.Literal("mode") is not ("WaitAll" or "WaitAny")
            )
        )
        {
            yield return new(
                definition.File,
                join.Id,
                "Write the join's mode out: WaitAll or WaitAny. Elsa's default is WaitAny, which cancels what still runs."
            );
        }
        var forked = new HashSet<string>();
        foreach (var (source, branches) in FlowGraph.Splits(definition))
        {
            var reaches = branches
                .Select(branch => FlowGraph.Reach(definition, [branch.Target], id => IsJoin(definition, id)))
                .ToArray();
            var shared = reaches
                .SelectMany((reach, index) => reaches.Skip(index + 1).SelectMany(other => reach.Intersect(other)))
                .Distinct()
                .ToArray();
            foreach (var meeting in shared.Where(id => !IsJoin(definition, id) && !definition.Activities[id].Kind.Ends))
            {
                yield return new(
                    definition.File,
                    meeting,
                    $"Parallel branches of '{source}' meet here. Let them meet on an {ActivityTypes.Join}."
                );
            }
            foreach (var join in shared.Where(id => IsJoin(definition, id)))
            {
                forked.Add(join);
                foreach (var problem in CheckJoin(definition, source, join, branches, reaches))
                {
                    yield return problem;
                }
            }
        }
        foreach (var join in definition.Activities.Keys.Where(id => IsJoin(definition, id) && !forked.Contains(id)))
        {
            yield return new(
                definition.File,
                join,
                "This join joins no parallel branches: exclusive branches may meet on any activity."
            );
        }
    }

    private static IEnumerable<Problem> CheckJoin(
        WorkflowDefinition definition,
        string source,
        string join,
        Connection[] branches,
        IReadOnlySet<string>[] reaches
    )
    {
        if (definition.Activities[join].Literal("mode") != "WaitAll")
        {
            yield break;
        }
        var arriving = definition.To(join).ToArray();
        for (var index = 0; index < branches.Length; index++)
        {
            var reach = reaches[index];
            var inbound = branches[index].Target == join ? 1 : arriving.Count(connection => reach.Contains(connection.Source));
            if (inbound > 1)
            {
                yield return new(
                    definition.File,
                    join,
                    $"Two exclusive outcomes of one branch of '{source}' arrive here; WaitAll would wait for both. "
                        + $"Let them meet before the join."
                );
            }
            var lost = reach.FirstOrDefault(id =>
                definition.Activities[id] is var activity
                && !IsJoin(definition, id)
                && !activity.Kind.Ends
                && activity.Ports.Any(port => !definition.From(id, port).Any())
            );
            if (inbound == 0 || lost is not null)
            {
                yield return new(
                    definition.File,
                    join,
                    $"A branch of '{source}' can end without arriving "
                        + $"here{(lost is null ? "" : $" (at '{lost}')")}; WaitAll would wait forever."
                );
            }
        }
    }

    private static bool IsJoin(WorkflowDefinition definition, string id) =>
        definition.Activities.GetValueOrDefault(id)?.Type == ActivityTypes.Join;
}
