namespace Agentic.Orchestration.Storage;

/// <summary>The one wake-up of a request on a queue; a null due time removes it.</summary>
/// <param name="LeasedUntil">Somebody works on it until then; afterwards it is handed out again.</param>
public sealed record WorkRow(string RequestId, string Queue, DateTimeOffset? DueAt, DateTimeOffset? LeasedUntil = null);
