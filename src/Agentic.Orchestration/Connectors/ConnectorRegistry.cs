using Agentic.Engine.Checks;

namespace Agentic.Orchestration.Connectors;

/// <summary>Connectors by name. One that the embedding program registered first takes the place of a built-in one.</summary>
internal sealed class ConnectorRegistry(IEnumerable<IConnector> connectors)
{
    private readonly Dictionary<string, IConnector> _byName = connectors
        .DistinctBy(connector => connector.Name)
        .ToDictionary(connector => connector.Name);

    public IConnector? Find(string name) => _byName.GetValueOrDefault(name);

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

    public IEnumerable<OperationDescription> Operations => _byName.Values.SelectMany(connector => connector.Operations);
}
