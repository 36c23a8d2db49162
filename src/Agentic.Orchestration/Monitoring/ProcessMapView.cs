using Agentic.Engine.Definitions;

namespace Agentic.Orchestration.Monitoring;

/// <summary>A workflow as a map, with the runs that are at each of its steps now.</summary>
/// <param name="Looked">How many of the newest runs were looked at.</param>
public sealed record ProcessMapView(
    string Id,
    string Name,
    int Version,
    string Hash,
    string Pack,
    string Owner,
    IReadOnlyList<MapStep> Steps,
    IReadOnlyList<Connection> Connections,
    int Looked
);
