using Agentic.Engine.Checks;

namespace Agentic.Orchestration.Connectors;

/// <summary>Connectors by name. One that the embedding program registered first takes the place of a built-in one.</summary>
internal sealed class ConnectorRegistry : IDisposable
{
    /// <summary>Half of what a host carries out at once: a slow system leaves the other half to the others.</summary>
    public const int DefaultCalls = 32;

    private readonly Dictionary<string, IConnector> _byName = [];
    private readonly Dictionary<string, Bulkhead> _bulkheads = [];

    /// <param name="calls">How many calls to each outside system may be under way at once.</param>
    public ConnectorRegistry(IEnumerable<IConnector> connectors, int calls = DefaultCalls)
    {
        foreach (var connector in connectors.DistinctBy(connector => connector.Name))
        {
            var bulkhead = _bulkheads[connector.Name] = new(calls);
            _byName[connector.Name] = new BoundedConnector(connector, bulkhead);
        }
    }

    public IConnector? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>For calls that change something.</summary>
    public Bulkhead BulkheadOf(string name) => _bulkheads[name];

    public IConnector this[string name] =>
        _byName.TryGetValue(name, out var connector)
            ? connector
            : throw new InvalidOperationException(
                $"There is no connector '{name}' on this host; it has {string.Join(", ", _byName.Keys)}."
            );

    /// <summary>Each with the connector that answers it.</summary>
    public IEnumerable<(IConnector Connector, CustomerQuery Query)> CustomerQueries =>
        _byName.Values.SelectMany(connector => connector.CustomerQueries.Select(query => (connector, query)));

    public OperationDescription? Operation(string connector, string name) =>
        Find(connector)?.Operations.FirstOrDefault(operation => operation.Name == name);

    public void Dispose()
    {
        foreach (var bulkhead in _bulkheads.Values)
        {
            bulkhead.Dispose();
        }
    }

    public IEnumerable<OperationDescription> Operations => _byName.Values.SelectMany(connector => connector.Operations);
}
