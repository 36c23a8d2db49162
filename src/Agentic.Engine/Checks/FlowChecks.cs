using Agentic.Engine.Definitions;

namespace Agentic.Engine.Checks;

/// <summary>Every outcome leads somewhere, everything can be reached, loops are bounded.</summary>
internal static class FlowChecks
{
    public static IEnumerable<Problem> Run(WorkflowDefinition definition)
    {
        var reachable = FlowGraph.Reach(definition, [definition.Start], _ => false);
        foreach (var activity in definition.Activities.Values)
        {
            foreach (var port in activity.Ports.Where(port => !definition.From(activity.Id, port).Any()))
            {
                yield return new(
                    definition.File,
                    activity.Id,
                    $"The outcome '{port}' leads nowhere. Connect it; {ActivityTypes.End} ends the workflow."
                );
            }
            if (activity.Inputs.ContainsKey("deadline") && !definition.From(activity.Id, "Expired").Any())
            {
                yield return new(definition.File, activity.Id, "Has a deadline, but its outcome 'Expired' leads nowhere.");
            }
            if (activity.Kind.Ends && definition.From(activity.Id).Any())
            {
                yield return new(definition.File, activity.Id, $"{activity.Type} ends the workflow; nothing may follow it.");
            }
            if (!reachable.Contains(activity.Id))
            {
                yield return new(definition.File, activity.Id, $"Cannot be reached from '{definition.Start}'.");
            }
        }
        foreach (var loop in LoopsWithoutBound(definition))
        {
            yield return new(
                definition.File,
                loop,
                "Is part of a loop without a bound. Set customProperties.maxVisits (1 to 1000) on an activity of the loop."
            );
        }
    }

    /// <summary>One activity of each loop that remains when the bounded activities are taken out.</summary>
    private static IEnumerable<string> LoopsWithoutBound(WorkflowDefinition definition)
    {
        var reported = new HashSet<string>();
        foreach (
            var activity in definition
                .Activities.Values.Where(activity => activity.MaxVisits is null)
                .OrderBy(activity => activity.Path, StringComparer.Ordinal)
        )
        {
            bool Bounded(string id) => definition.Activities.TryGetValue(id, out var found) && found.MaxVisits is not null;
            var around = FlowGraph.Reach(
                definition,
                definition.From(activity.Id).Select(connection => connection.Target),
                Bounded
            );
            if (around.Contains(activity.Id) && !reported.Overlaps(around))
            {
                reported.UnionWith(around);
                yield return activity.Id;
            }
        }
    }
}
