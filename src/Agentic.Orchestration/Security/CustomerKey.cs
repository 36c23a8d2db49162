using System.Security.Cryptography;

namespace Agentic.Orchestration.Security;

/// <param name="Bytes">32 bytes.</param>
internal sealed record CustomerKey(byte[] Bytes)
{
    /// <summary>Fingerprint: it tells which key sealed an entry, and nothing about the key.</summary>
    public string Id { get; } = Convert.ToHexStringLower(SHA256.HashData([.. "agentic customer key "u8, .. Bytes]))[..16];
}
