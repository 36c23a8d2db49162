using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

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

    /// <summary>
    /// A shortest path between two activities that uses none of the <paramref name="forbidden"/> connections; null
    /// when there is none.
    /// </summary>
    public static IReadOnlyList<string>? Path(
        WorkflowDefinition definition,
        string from,
        string to,
        Func<Connection, bool> forbidden
    )
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

    /// <summary>
    /// Where several connections become active at once: the branches of a fork, or one port with several connections.
    /// </summary>
    public static IEnumerable<(string Source, Connection[] Branches)> Splits(WorkflowDefinition definition)
    {
        foreach (var activity in definition.Activities.Values)
        {
            if (activity.Type == ActivityTypes.Fork)
            {
                yield return (activity.Id, [.. definition.From(activity.Id)]);
                continue;
            }
            foreach (
                var fan in definition.From(activity.Id).GroupBy(connection => connection.Port).Where(fan => fan.Count() > 1)
            )
            {
                yield return (activity.Id, [.. fan]);
            }
        }
    }

    /// <summary>The activities of which two branches or more meet at a join.</summary>
    public static IReadOnlySet<string> SplitsOf(WorkflowDefinition definition, string join) =>
        Meetings
            .GetValue(definition, _ => [])
            .GetOrAdd(
                join,
                _ =>
                    Splits(definition)
                        .Where(split =>
                            split.Branches.Count(branch =>
                                branch.Target == join || Reach(definition, [branch.Target], id => id == join).Contains(join)
                            ) > 1
                        )
                        .Select(split => split.Source)
                        .ToHashSet()
            );

    private static readonly ConditionalWeakTable<
        WorkflowDefinition,
        ConcurrentDictionary<string, IReadOnlySet<string>>
    > Meetings = [];

    public static bool InLoop(WorkflowDefinition definition, string activity) =>
        definition.From(activity).Any(connection => Reach(definition, [connection.Target], _ => false).Contains(activity));
}
