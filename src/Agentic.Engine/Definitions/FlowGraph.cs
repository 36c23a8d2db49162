namespace Agentic.Engine.Definitions;

/// <summary>Reachability questions over a definition's connections.</summary>
public static class FlowGraph
{
    /// <summary>Activities in an order in which each comes after all that lead to it (loops cut at their back edge).</summary>
    public static IReadOnlyList<string> Order(WorkflowDefinition definition)
    {
        var done = new List<string>();
        var seen = new HashSet<string>();
        Visit(definition.Start);
        done.Reverse();
        return done;

        void Visit(string id)
        {
            if (seen.Add(id))
            {
                foreach (var connection in definition.From(id).Reverse())
                {
                    Visit(connection.Target);
                }
                done.Add(id);
            }
        }
    }

    /// <summary>A shortest path between two activities that uses none of the <paramref name="forbidden"/> connections; null when there is none.</summary>
    public static IReadOnlyList<string>? Path(WorkflowDefinition definition, string from, string to, Func<Connection, bool> forbidden)
    {
        var cameFrom = new Dictionary<string, string?> { [from] = null };
        var queue = new Queue<string>([from]);
        while (queue.TryDequeue(out var current))
        {
            if (current == to && (from != to || cameFrom[current] is not null))
            {
                var path = new List<string>();
                for (var step = current; step is not null; step = cameFrom[step])
                {
                    path.Insert(0, step);
                }
                return path;
            }
            foreach (var next in definition.From(current).Where(connection => !forbidden(connection)))
            {
                if (cameFrom.TryAdd(next.Target, current))
                {
                    queue.Enqueue(next.Target);
                }
            }
        }
        return null;
    }

    public static IReadOnlySet<string> Reach(WorkflowDefinition definition, IEnumerable<string> from, Func<string, bool> stopAt)
    {
        var seen = new HashSet<string>();
        var queue = new Queue<string>(from);
        while (queue.TryDequeue(out var current))
        {
            if (seen.Add(current) && !stopAt(current))
            {
                foreach (var connection in definition.From(current))
                {
                    queue.Enqueue(connection.Target);
                }
            }
        }
        return seen;
    }

    public static bool InLoop(WorkflowDefinition definition, string activity) =>
        definition.From(activity).Any(connection => Reach(definition, [connection.Target], _ => false).Contains(activity));
}
