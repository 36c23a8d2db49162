namespace Agentic.Orchestration.Storage;

/// <param name="Writes">How often the table was written: it never goes back.</param>
/// <param name="Mac">What was sealed with the last write.</param>
/// <param name="Content">What the seal would be made of now.</param>
public sealed record SealRow(string Name, long Writes, byte[] Mac, byte[] Content);
