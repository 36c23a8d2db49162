namespace Agentic.Orchestration.Storage;

/// <summary>What waits for people.</summary>
/// <param name="OverdueApprovals">Of the open ones, those whose deadline has passed.</param>
/// <param name="OpenHandOffs">Without samples, for which nobody waits.</param>
public sealed record QueueCounts(long OpenApprovals, long OverdueApprovals, long OpenHandOffs, long OverdueHandOffs);
