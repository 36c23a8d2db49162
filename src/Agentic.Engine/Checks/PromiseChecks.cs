using Agentic.Engine.Definitions;

namespace Agentic.Engine.Checks;

/// <summary>
/// A customer agrees to the effects behind a gate. So no path may end without them, unless it leaves the gate by its Denied
/// port or hands over to a person.
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
    /// Whether a run can end here without handing over. An optional port that is left unconnected does not count as an
    /// end.
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
