using System.Security.Cryptography;
using System.Text;
using Agentic.Orchestration.Storage;

namespace Agentic.Orchestration.Security;

/// <summary>All keys of a deployment, derived from one master key, so there is one thing to keep safe.</summary>
internal sealed class Secrets
{
    private readonly byte[] _seal,
        _wrap,
        _heads,
        _checkpoints,
        _connectors,
        _pseudonyms,
        _tables,
        _protection;

    /// <exception cref="ArgumentException">Fewer than 32 bytes.</exception>
    public Secrets(byte[] master)
    {
        if (master.Length < 32)
        {
            throw new ArgumentException(
                "Secrets:MasterKey must be at least 32 bytes, base64-encoded (openssl rand -base64 32).",
                nameof(master)
            );
        }
        _seal = Derive(master, "seal");
        _wrap = Derive(master, "customer keys");
        _heads = Derive(master, "request heads");
        _checkpoints = Derive(master, "checkpoints");
        _connectors = Derive(master, "effect keys");
        _pseudonyms = Derive(master, "pseudonyms");
        _tables = Derive(master, "tables");
        _protection = Derive(master, "protection keys");
    }

    public string Seal(byte[] canonical) => Convert.ToHexStringLower(HMACSHA256.HashData(_seal, canonical));

    /// <param name="row">Whose head it is.</param>
    /// <param name="format">1 covers id, version and head; 2 also status, customer and key owner.</param>
    public byte[] HeadMac(RequestRow row, int format) =>
        HMACSHA256.HashData(
            _heads,
            (byte[])
                [
                    .. Encoding.UTF8.GetBytes(
                        format == 1
                            ? $"{row.Id} {row.Version} "
                            : $"2\n{row.Id}\n{row.Version}\n{row.Status}\n{row.CustomerId}\n{row.KeyOwner}\n"
                    ),
                    .. row.Head,
                ]
        );

    /// <summary>For what no journal explains: tables of accounts, absences and suspensions, and public keys.</summary>
    public byte[] TableMac(byte[] content) => HMACSHA256.HashData(_tables, content);

    public byte[] SignCheckpoint(byte[] content) => HMACSHA256.HashData(_checkpoints, content);

    /// <summary>Keyed, so that an effect key tells an outside system nothing about the customer.</summary>
    public string EffectKey(string canonical) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(_connectors, Encoding.UTF8.GetBytes(canonical)))[..40];

    /// <summary>Stands for a value that itself is not to be stored.</summary>
    public string Pseudonym(string value) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(_pseudonyms, Encoding.UTF8.GetBytes(value)));

    public byte[] Wrap(byte[] key, string customerId)
    {
        using var cipher = new Cipher(_wrap);
        return cipher.Encrypt(key, Encoding.UTF8.GetBytes(customerId));
    }

    public byte[] Unwrap(byte[] wrapped, string customerId)
    {
        using var cipher = new Cipher(_wrap);
        return cipher.Decrypt(wrapped, Encoding.UTF8.GetBytes(customerId));
    }

    /// <summary>For the keys that sign sessions and links.</summary>
    public byte[] EncryptProtectionKey(byte[] key, string name)
    {
        using var cipher = new Cipher(_protection);
        return cipher.Encrypt(key, Encoding.UTF8.GetBytes(name));
    }

    public byte[] DecryptProtectionKey(byte[] encrypted, string name)
    {
        using var cipher = new Cipher(_protection);
        return cipher.Decrypt(encrypted, Encoding.UTF8.GetBytes(name));
    }

    private static byte[] Derive(byte[] master, string purpose) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, master, 32, info: Encoding.UTF8.GetBytes("agentic " + purpose));
}
