using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Agentic.Contracts;
using Agentic.Orchestration.Security;
using Agentic.Orchestration.Storage;

namespace Agentic.Orchestration.Journal;

/// <summary>
/// How a fact becomes a stored entry, and is read back. Format 1: AES-256-GCM over the JSON; the chain covers version, time and
/// payload. Format 2: AES-256-GCM over 16 bytes of salt and the JSON; the commitment is SHA-256 over just these bytes; the
/// chain covers append, type, format, key id and commitment as well.
/// </summary>
internal static class EventSeal
{
    public const int Format = 2;

    private const int SaltSize = 16;
    private static readonly JsonWriterOptions WriterOptions = new()
    {
        Encoder = JournalJson.Compact.Options.Encoder,
        MaxDepth = JournalJson.MaxDepth,
    };

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    public static byte[] Genesis(string requestId) => SHA256.HashData(Encoding.ASCII.GetBytes("request " + requestId));

    /// <summary>The next link after <paramref name="previous"/>.</summary>
    /// <exception cref="JsonException">The fact is nested too deeply to be read again.</exception>
    public static StoredEvent Seal(
        string requestId,
        string appendId,
        byte[] previous,
        long version,
        DateTimeOffset at,
        JournalEvent happened,
        CustomerKey key,
        Cipher cipher
    )
    {
        var buffer = Buffer();
        StoredEvent stored;
        try
        {
            RandomNumberGenerator.Fill(buffer.GetSpan(SaltSize)[..SaltSize]);
            buffer.Advance(SaltSize);
            using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
            {
                JsonSerializer.Serialize(writer, happened, JournalJson.Compact.JournalEvent);
            }
            stored = new StoredEvent(
                version,
                happened.GetType().Name,
                at,
                cipher.Encrypt(buffer.WrittenSpan, Context(requestId, version)),
                []
            )
            {
                AppendId = appendId,
                Format = Format,
                KeyId = key.Id,
                Commitment = SHA256.HashData(buffer.WrittenSpan),
            };
        }
        finally
        {
            // It held what a customer said.
            buffer.Clear();
        }
        return stored with { Hash = Chain(previous, stored) };
    }

    /// <exception cref="CryptographicException">Another key, or bytes that were changed.</exception>
    /// <exception cref="JsonException">Not a fact that this version knows.</exception>
    public static JournalEvent Open(string requestId, StoredEvent stored, Cipher cipher)
    {
        var plain = cipher.Decrypt(stored.Payload, Context(requestId, stored.Version)).AsSpan();
        return JsonSerializer.Deserialize(stored.Format == 1 ? plain : plain[SaltSize..], JournalJson.Compact.JournalEvent)!;
    }

    public static byte[] Chain(byte[] previous, StoredEvent stored)
    {
        // One call over one buffer: a hash object of its own for each fact cost more than the hashing.
        var linked = Buffer();
        linked.Write(previous);
        BitConverter.TryWriteBytes(linked.GetSpan(16), stored.Version);
        BitConverter.TryWriteBytes(linked.GetSpan(16)[8..], stored.At.UtcTicks);
        linked.Advance(16);
        if (stored.Format > 1)
        {
            Encoding.UTF8.GetBytes(
                $"{stored.Format}\n{stored.AppendId}\n{stored.Type}\n{stored.KeyId}\n"
                    + $"{Convert.ToHexStringLower(stored.Commitment)}\n",
                linked
            );
        }
        linked.Write(stored.Payload);
        return SHA256.HashData(linked.WrittenSpan);
    }

    /// <summary>Empty, and for this thread until the method that asked returns.</summary>
    private static ArrayBufferWriter<byte> Buffer()
    {
        var buffer = _buffer ??= new(4096);
        buffer.ResetWrittenCount();
        return buffer;
    }

    /// <summary>Whether the commitment is the one over the entry's plaintext; entries of format 1 have none.</summary>
    public static bool IsCommitted(string requestId, StoredEvent stored, Cipher cipher) =>
        stored.Format == 1
        || SHA256
            .HashData(cipher.Decrypt(stored.Payload, Context(requestId, stored.Version)))
            .AsSpan()
            .SequenceEqual(stored.Commitment);

    private static byte[] Context(string requestId, long version) => Encoding.ASCII.GetBytes($"{requestId} {version}");
}
