using System.Security.Cryptography;

namespace Agentic.Orchestration.Journal;

/// <summary>
/// A Merkle tree as in RFC 6962. Leaves are appended or replaced, and a change costs one hash per level. Leaves and
/// inner nodes are hashed with different prefixes, so neither can pass for the other.
/// </summary>
internal sealed class MerkleTree
{
    /// <summary>Level 0 holds the leaves, 32 bytes each; the last level holds the root.</summary>
    private readonly List<List<byte[]>> _levels =
    [
        [],
    ];

    public int Count => _levels[0].Count;

    /// <summary>Empty for a tree without leaves.</summary>
    public byte[] Root => Count == 0 ? [] : _levels[^1][0];

    public static byte[] HashLeaf(ReadOnlySpan<byte> content) => SHA256.HashData([0, .. content]);

    /// <param name="index">A known leaf, or <see cref="Count"/> for a new one.</param>
    /// <param name="leaf">Its hash.</param>
    public void Set(int index, byte[] leaf)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(index, Count);
        var node = leaf;
        for (var level = 0; ; level++, index /= 2)
        {
            if (level == _levels.Count)
            {
                _levels.Add([]);
            }
            var nodes = _levels[level];
            if (index == nodes.Count)
            {
                nodes.Add(node);
            }
            nodes[index] = node;
            if (nodes.Count == 1)
            {
                return;
            }
            // A last node without a neighbour goes up as it is.
            var left = index & ~1;
            node = left + 1 < nodes.Count ? SHA256.HashData([1, .. nodes[left], .. nodes[left + 1]]) : nodes[left];
        }
    }
}
