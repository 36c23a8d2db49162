using Agentic.Orchestration.Connectors;
using Agentic.Orchestration.Packs;
using Microsoft.Extensions.AI;

namespace Agentic.Orchestration.Agents;

/// <summary>
/// What a planner may call: the actions of every pack on this host, and the queries of the connectors. A request belongs
/// to the pack whose actions it turns out to be about.
/// </summary>
internal sealed class PlannerCatalogue(PackRegistry packs, ConnectorRegistry connectors)
{
    /// <summary>Between pack and action, where several packs have an action of the same name.</summary>
    private const string Divider = "__";

    private volatile Snapshot? _snapshot;

    public IReadOnlyList<AITool> Tools => Current().Tools;

    public IReadOnlyList<PluginFunction> Functions => Current().Functions;

    /// <param name="called">As an agent calls it, alone or behind its plugin's name.</param>
    /// <returns>The function's own name; null when there is none.</returns>
    public string? NameOf(string called) => Current().Names.GetValueOrDefault(called);

    /// <returns>Null when no pack has such an action, or none that a planner may propose.</returns>
    public CataloguedAction? Find(string function) => Current().Actions.GetValueOrDefault(NameOf(function) ?? function);

    /// <summary>Names that several packs use for an action of theirs: a planner sees each with its pack's name.</summary>
    public static IEnumerable<(string Action, IReadOnlyList<string> Packs)> Overlaps(IEnumerable<Pack> packs) =>
        packs
            .SelectMany(pack => Plannable(pack).Select(action => (Pack: pack.Name, Action: action.Name)))
            .GroupBy(one => one.Action, one => one.Pack)
            .Where(group => group.Count() > 1)
            .Select(group => (group.Key, (IReadOnlyList<string>)[.. group]));

    /// <summary>A pack may be replaced while the host runs; a catalogue is made once per set of packs.</summary>
    private Snapshot Current()
    {
        Pack[] loaded = [.. packs.All];
        var known = _snapshot;
        return known is not null && known.Packs.SequenceEqual(loaded, ReferenceEqualityComparer.Instance)
            ? known
            : _snapshot = Make(loaded);
    }

    private Snapshot Make(Pack[] loaded)
    {
        var shared = Overlaps(loaded)
            .Select(overlap => overlap.Action)
            .Concat(connectors.CustomerQueries.Select(query => query.Query.Name))
            .Concat(PlannerFunctions.Reserved)
            .ToHashSet();
        var actions = loaded
            .SelectMany(pack => Plannable(pack).Select(action => new CataloguedAction(pack, action)))
            .ToDictionary(one =>
                shared.Contains(one.Action.Name) ? one.Pack.Name + Divider + one.Action.Name : one.Action.Name
            );
        PluginFunction[] functions = [.. PlannerFunctions.Make(actions, loaded.Length > 1, connectors)];
        // A function's own name goes before what another one's could be read as; what could be read as two is none.
        var names = functions
            .SelectMany(one => one.Names.Select(name => (Name: name, Own: one.Function.Name)))
            .GroupBy(one => one.Name, one => one.Own)
            .Select(group => (group.Key, Own: group.Contains(group.Key) ? group.Key : Only([.. group.Distinct()])))
            .Where(one => one.Own is not null)
            .ToDictionary(one => one.Key, one => one.Own!);
        return new(loaded, actions, functions, names);
    }

    private static string? Only(string[] names) => names is [var only] ? only : null;

    private static IEnumerable<CatalogueAction> Plannable(Pack pack) => pack.Actions.Values.Where(action => action.Plannable);

    private sealed record Snapshot(
        Pack[] Packs,
        IReadOnlyDictionary<string, CataloguedAction> Actions,
        IReadOnlyList<PluginFunction> Functions,
        IReadOnlyDictionary<string, string> Names
    )
    {
        public IReadOnlyList<AITool> Tools { get; } = [.. Functions.Select(one => one.Function)];
    }
}
