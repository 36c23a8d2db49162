using System.Security.Cryptography;

namespace Agentic.Orchestration.Security;

/// <summary>AES-256-GCM under one key; what it gives is nonce (12 bytes), tag (16), ciphertext. For one thread.</summary>
internal sealed class Cipher(byte[] key) : IDisposable
{
    private const int NonceSize = 12,
        TagSize = 16;
    private readonly AesGcm _aes = new(key, TagSize);

    public byte[] Encrypt(ReadOnlySpan<byte> plain, ReadOnlySpan<byte> context)
    {
        var sealedBytes = new byte[NonceSize + TagSize + plain.Length];
        RandomNumberGenerator.Fill(sealedBytes.AsSpan(0, NonceSize));
        _aes.Encrypt(
            sealedBytes.AsSpan(0, NonceSize),
            plain,
            sealedBytes.AsSpan(NonceSize + TagSize),
            sealedBytes.AsSpan(NonceSize, TagSize),
            context
        );
        return sealedBytes;
    }

    /// <exception cref="AuthenticationTagMismatchException">Another key, another context, or changed bytes.</exception>
    public byte[] Decrypt(ReadOnlySpan<byte> sealedBytes, ReadOnlySpan<byte> context)
    {
        var plain = new byte[sealedBytes.Length - NonceSize - TagSize];
        _aes.Decrypt(
            sealedBytes[..NonceSize],
            sealedBytes[(NonceSize + TagSize)..],
            sealedBytes.Slice(NonceSize, TagSize),
            plain,
            context
        );
        return plain;
    }

    public void Dispose() => _aes.Dispose();
}
