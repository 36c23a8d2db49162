using Agentic.Engine.Definitions;

namespace Agentic.Engine.Checks;

/// <summary>
/// Done means done: the customer agrees to what stands behind the gate, so no path comes to an end without it, other than
/// through the gate's Denied port or by handing over to a person.
/// </summary>
internal static class PromiseChecks
{
    public static IEnumerable<Problem> Run(WorkflowDefinition definition)
    {
        foreach (var effect in definition.Activities.Values.Where(activity => activity.Type == ActivityTypes.Effect))
        {
            bool IsBlocked(Connection connection) =>
                (connection.Source == effect.Id && connection.Port == "Done")
                || (connection.Source == effect.Gate && connection.Port == "Denied");
            var reached = ReachWithout(definition, IsBlocked);
            foreach (
                var end in definition.Activities.Values.Where(activity =>
                    IsEnd(definition, activity) && reached.Contains(activity.Id) && activity.Id != effect.Id
                )
            )
            {
                var path = FlowGraph.Path(definition, definition.Start, end.Id, IsBlocked) ?? [end.Id];
                yield return new(
                    definition.File,
                    end.Id,
                    $"Ends without '{effect.Id}', which the customer has agreed to: {string.Join(" → ", path)}. Let "
                        + $"that path end in an {ActivityTypes.HandOff}, or carry the effect out on it."
                );
            }
        }
    }

    /// <summary>
    /// Comes to an end without handing over. A waiting step whose optional port is not connected does not go on by
    /// it.
    /// </summary>
    private static bool IsEnd(WorkflowDefinition definition, Activity activity) =>
        activity.Type is ActivityTypes.End or ActivityTypes.Finish
        || (!activity.Kind.Ends && !definition.From(activity.Id).Any());

    /// <summary>
    /// What can be reached when some connections are not taken. A join that waits for all is reached when each of its
    /// sources is.
    /// </summary>
    private static HashSet<string> ReachWithout(WorkflowDefinition definition, Func<Connection, bool> isBlocked)
    {
        var reached = new HashSet<string> { definition.Start };
        var grows = true;
        while (grows)
        {
            grows = false;
            foreach (
                var connection in definition.Connections.Where(connection =>
                    reached.Contains(connection.Source) && !reached.Contains(connection.Target) && !isBlocked(connection)
                )
            )
            {
                var target = definition.Activities[connection.Target];
                var isOpen =
                    target.Type != ActivityTypes.Join
                    || target.Literal("mode") != "WaitAll"
                    || definition
                        .To(target.Id)
                        .GroupBy(incoming => incoming.Source)
                        .All(source => source.Any(incoming => reached.Contains(incoming.Source) && !isBlocked(incoming)));
                grows |= isOpen && reached.Add(target.Id);
            }
        }
        return reached;
    }
}
