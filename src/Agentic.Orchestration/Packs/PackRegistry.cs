using System.Collections.Concurrent;
using Agentic.Engine.Definitions;

namespace Agentic.Orchestration.Packs;

/// <summary>
/// The packs that this host runs. A pack can be replaced while requests wait: runs keep the workflow version that
/// they began with.
/// </summary>
public sealed class PackRegistry
{
    private readonly ConcurrentDictionary<string, WorkflowDefinition> _byHash = new();
    private volatile IReadOnlyDictionary<string, Pack> _packs = new SortedDictionary<string, Pack>(StringComparer.Ordinal);

    /// <param name="preferred">The pack that speaks for a request as long as nothing has chosen another; null for the
    /// first one by name.</param>
    /// <exception cref="InvalidOperationException">There is no pack, or not the preferred one.</exception>
    public PackRegistry(IEnumerable<Pack> packs, string? preferred = null)
    {
        foreach (var pack in packs)
        {
            Replace(pack);
        }
        if (_packs.Count == 0)
        {
            throw new InvalidOperationException(
                "No pack is loaded: Packs:Path must hold at least one folder with a pack.yaml."
            );
        }
        Default = preferred ?? _packs.Keys.First();
        if (!_packs.ContainsKey(Default))
        {
            throw new InvalidOperationException(
                $"Packs:Default is '{Default}', and there is no such pack; there are {string.Join(", ", _packs.Keys)}."
            );
        }
    }

    /// <summary>The pack that speaks for a new request whose caller names none.</summary>
    public string Default { get; }

    /// <summary>In the order of their names.</summary>
    public IEnumerable<Pack> All => _packs.Values;

    /// <summary>Phrases that exercise a statutory right, whichever pack a request turns out to belong to.</summary>
    public IReadOnlyList<string> StatutoryPhrases { get; private set; } = [];

    public Pack this[string name] =>
        Find(name)
        ?? throw new InvalidOperationException(
            $"The pack '{name}' is not loaded on this host; it has {string.Join(", ", _packs.Keys)}."
        );

    public Pack? Find(string name) => _packs.TryGetValue(name, out var pack) ? pack : null;

    public void Replace(Pack pack)
    {
        foreach (var workflow in pack.Workflows.Values)
        {
            _byHash[workflow.Hash] = workflow;
        }
        _packs = new SortedDictionary<string, Pack>(_packs.ToDictionary(), StringComparer.Ordinal) { [pack.Name] = pack };
        StatutoryPhrases = [.. _packs.Values.SelectMany(known => known.StatutoryPhrases).Distinct()];
    }

    /// <summary>Keeps a workflow version that no loaded pack has any more but that runs are still pinned to.</summary>
    public void Remember(WorkflowDefinition workflow) => _byHash.TryAdd(workflow.Hash, workflow);

    /// <summary>The exact version that a run is pinned to; null when this host does not have it.</summary>
    public WorkflowDefinition? Workflow(string hash) => _byHash.GetValueOrDefault(hash);
}
