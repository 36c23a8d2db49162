namespace Agentic.Orchestration.Storage;

/// <param name="PublicKey">SubjectPublicKeyInfo, ECDSA on P-256.</param>
public sealed record SigningKeyRow(string KeyId, byte[] PublicKey);
