namespace Agentic.Orchestration.Storage;

/// <summary>Somebody takes a host out of service: it takes on nothing new.</summary>
public sealed record HostDrainRow(string By, DateTimeOffset Since);
