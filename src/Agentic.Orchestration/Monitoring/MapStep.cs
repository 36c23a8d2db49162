namespace Agentic.Orchestration.Monitoring;

/// <param name="Here">Runs that are at this step.</param>
/// <param name="Stuck">Those of them that do not move.</param>
/// <param name="Since">Since when the oldest of them has not changed; null when none is here.</param>
/// <param name="Runs">The oldest 50 of them.</param>
public sealed record MapStep(string Id, string Type, int Here, int Stuck, DateTimeOffset? Since, IReadOnlyList<MapRun> Runs);
