namespace Agentic.Orchestration.Storage;

/// <summary>Signed checkpoints over the heads of all journals, and the keys that signed them.</summary>
public interface ICheckpointStore
{
    /// <summary>The newest one, without the heads that it covers.</summary>
    Task<CheckpointRow?> FindLastAsync(CancellationToken cancellationToken);

    /// <summary>Heads of requests that were appended to since the last checkpoint, with their leaf (-1: none yet).</summary>
    Task<IReadOnlyList<(RequestRow Request, int Leaf)>> ListUncoveredHeadsAsync(int limit, CancellationToken cancellationToken);

    /// <summary>Marks the heads that it covers; one that moved on meanwhile is part of the next.</summary>
    /// <returns>False when there is one with this number already: nothing was stored.</returns>
    Task<bool> TryAddAsync(CheckpointRow checkpoint, CancellationToken cancellationToken);

    /// <summary>All checkpoints without the heads that they cover, oldest first.</summary>
    Task<IReadOnlyList<CheckpointRow>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Checkpoints with a higher number, oldest first, whole.</summary>
    IAsyncEnumerable<CheckpointRow> ReadAfterAsync(long number, CancellationToken cancellationToken);

    /// <summary>Leaf hashes as of the last checkpoint, in the tree's order.</summary>
    Task<IReadOnlyList<byte[]>> ReadLeavesAsync(CancellationToken cancellationToken);

    /// <summary>Keeps a public key for ever; a known one changes nothing.</summary>
    Task AddSigningKeyAsync(SigningKeyRow key, CancellationToken cancellationToken);

    Task<IReadOnlyList<SigningKeyRow>> ListSigningKeysAsync(CancellationToken cancellationToken);
}
