namespace Agentic.Orchestration.Storage;

/// <summary>Good until it expires or its tries are used up.</summary>
public sealed record TicketRow(string Id, byte[] Payload, int Tries, DateTimeOffset ExpiresAt);
