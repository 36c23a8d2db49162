namespace Agentic.Orchestration.Storage;

/// <summary>This process among those that work on one store.</summary>
/// <param name="Id">New at each start.</param>
/// <param name="IsAlone">
/// No other process can write to the store, so what this one remembers of it is never out of date.
/// </param>
internal sealed record ThisHost(string Id, bool IsAlone)
{
    /// <summary>Machine and process, for people.</summary>
    public string Name { get; } = $"{Environment.MachineName} {Environment.ProcessId}";
}
