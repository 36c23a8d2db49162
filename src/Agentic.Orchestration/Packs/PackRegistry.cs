using System.Collections.Concurrent;

namespace Agentic.Orchestration.Packs;

/// <summary>
/// The packs that this host runs. A pack can be replaced while requests wait: runs keep the workflow version that
/// they began with.
/// </summary>
public sealed class PackRegistry
{
    private readonly ConcurrentDictionary<string, Pack> _packs = new();
    private readonly ConcurrentDictionary<string, Engine.Definitions.WorkflowDefinition> _byHash = new();

    public PackRegistry(IEnumerable<Pack> packs)
    {
        foreach (var pack in packs)
        {
            Replace(pack);
        }
        Default =
            _packs.Keys.Order(StringComparer.Ordinal).FirstOrDefault()
            ?? throw new InvalidOperationException(
                "No pack is loaded: Packs:Path must hold at least one folder with a pack.yaml."
            );
    }

    /// <summary>The pack of a new request.</summary>
    public string Default { get; }

    public IEnumerable<Pack> All => _packs.Values;

    public Pack this[string name] =>
        _packs.TryGetValue(name, out var pack)
            ? pack
            : throw new InvalidOperationException(
                $"The pack '{name}' is not loaded on this host; it has {string.Join(", ", _packs.Keys)}."
            );

    public Pack? Find(string name) => _packs.GetValueOrDefault(name);

    public void Replace(Pack pack)
    {
        _packs[pack.Name] = pack;
        foreach (var workflow in pack.Workflows.Values)
        {
            _byHash[workflow.Hash] = workflow;
        }
    }

    /// <summary>A version that only runs have that began with it.</summary>
    public void Remember(Engine.Definitions.WorkflowDefinition workflow) => _byHash.TryAdd(workflow.Hash, workflow);

    /// <summary>The exact version that a run is pinned to; null when this host does not have it.</summary>
    public Engine.Definitions.WorkflowDefinition? Workflow(string hash) => _byHash.GetValueOrDefault(hash);
}
