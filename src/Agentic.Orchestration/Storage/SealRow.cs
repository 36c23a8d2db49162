namespace Agentic.Orchestration.Storage;

/// <param name="Writes">How often the table was written; never decreases.</param>
/// <param name="Mac">The seal that the last write stored.</param>
/// <param name="Content">What the seal is computed over, as the table is now.</param>
public sealed record SealRow(string Name, long Writes, byte[] Mac, byte[] Content);
