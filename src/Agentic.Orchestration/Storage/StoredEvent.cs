namespace Agentic.Orchestration.Storage;

/// <param name="Payload">Encrypted with the customer's key; the hash covers these bytes, so the chain verifies after
/// erasure.</param>
public sealed record StoredEvent(long Version, string Type, DateTimeOffset At, byte[] Payload, byte[] Hash)
{
    /// <summary>The append that it came with.</summary>
    public string AppendId { get; init; } = "";

    /// <summary>Which algorithms sealed it.</summary>
    public int Format { get; init; } = 1;

    /// <summary>Fingerprint of the key; empty in format 1.</summary>
    public string KeyId { get; init; } = "";

    /// <summary>Salted hash of the plaintext; empty in format 1.</summary>
    public byte[] Commitment { get; init; } = [];
}
