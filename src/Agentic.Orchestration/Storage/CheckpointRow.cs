using System.Globalization;

namespace Agentic.Orchestration.Storage;

/// <param name="Heads">Request id, version and head of all that changed since the checkpoint before, as canonical
/// lines.</param>
public sealed record CheckpointRow(long Number, DateTimeOffset At, string Heads, byte[] Signature)
{
    public const string SealLine = "seal ";

    /// <summary>
    /// 1: lines <c>id version head</c>, keyed hash. 2: lines <c>id version head leaf leaf-hash</c> and <c>seal name
    /// writes</c>, Merkle root, ECDSA.
    /// </summary>
    public int Format { get; init; } = 1;

    /// <summary>Leaves of the tree.</summary>
    public long Count { get; init; }

    public byte[] Root { get; init; } = [];

    /// <summary>Of the key that signed it.</summary>
    public string KeyId { get; init; } = "";

    /// <summary>Writes and seal of each table that no journal explains.</summary>
    public IEnumerable<(string Table, long Writes, string Mac)> Seals() =>
        Heads
            .Split('\n')
            .Where(line => line.StartsWith(SealLine, StringComparison.Ordinal))
            .Select(line => line.Split(' '))
            .Select(parts => (parts[1], long.Parse(parts[2], CultureInfo.InvariantCulture), parts[3]));

    /// <summary>What it covers, split: id, version, head and, from format 2 on, leaf and leaf hash.</summary>
    public IEnumerable<string[]> Covered() =>
        Heads
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => !line.StartsWith(SealLine, StringComparison.Ordinal))
            .Select(line => line.Split(' '));
}
