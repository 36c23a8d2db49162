using System.Security.Cryptography;

namespace Agentic.Orchestration.Journal;

/// <summary>
/// The private key that signs checkpoints: ECDSA on P-256, PEM, in its own file (<c>Journal:SigningKeyFile</c>;
/// default: beside the store). It is created when the file is missing. To rotate it, move the file away and restart:
/// the store keeps all public keys.
/// </summary>
internal sealed class CheckpointKey : IDisposable
{
    private readonly ECDsa _key;

    /// <exception cref="InvalidOperationException">The file holds no such key.</exception>
    public CheckpointKey(string file)
    {
        file = Path.GetFullPath(file);
        _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        if (!File.Exists(file))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            var access = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                access.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }
            var draft = $"{file}.{Environment.ProcessId}";
            using (var writer = new StreamWriter(draft, access))
            {
                writer.WriteLine(_key.ExportPkcs8PrivateKeyPem());
            }
            // Whole or not at all, whenever the power goes.
            File.Move(draft, file);
        }
        else
        {
            try
            {
                _key.ImportFromPem(File.ReadAllText(file));
            }
            catch (Exception wrong) when (wrong is ArgumentException or CryptographicException)
            {
                throw new InvalidOperationException(
                    $"Journal:SigningKeyFile: {file} is no PEM file with an ECDSA P-256 private key. Restore it, or "
                        + $"move it away to begin with a new key.",
                    wrong
                );
            }
        }
        PublicKey = _key.ExportSubjectPublicKeyInfo();
        Id = IdOf(PublicKey);
    }

    public string Id { get; }

    public byte[] PublicKey { get; }

    public static string IdOf(byte[] publicKey) => Convert.ToHexStringLower(SHA256.HashData(publicKey))[..16];

    public static bool Verify(byte[] publicKey, byte[] content, byte[] signature)
    {
        try
        {
            using var key = ECDsa.Create();
            key.ImportSubjectPublicKeyInfo(publicKey, out _);
            return key.VerifyData(content, signature, HashAlgorithmName.SHA256);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    public byte[] Sign(byte[] content) => _key.SignData(content, HashAlgorithmName.SHA256);

    public void Dispose() => _key.Dispose();
}
