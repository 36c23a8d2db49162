using Agentic.Contracts;

namespace Agentic.Orchestration.Storage;

/// <param name="Mac">Keyed hash over id, version, head, status, customer and key owner: a cut tail cannot be hidden
/// by rewinding the row.</param>
/// <param name="KeyOwner">Whose key the events are encrypted with; never changes, even when the customer becomes
/// known later.</param>
public sealed record RequestRow(
    string Id,
    string CustomerId,
    RequestStatus Status,
    string Locale,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    long Version,
    byte[] Head,
    byte[] Mac,
    string KeyOwner
);
