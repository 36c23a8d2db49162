using Agentic.Orchestration.Storage;

namespace Agentic.Orchestration.Journal;

/// <summary>
/// What a checkpoint covered, kept out of reach of anybody who can change the store. Whatever the store says later, it
/// said this then.
/// </summary>
/// <param name="Count">Requests that it covers.</param>
public sealed record Anchor(long Number, DateTimeOffset At, long Count, string Root, string Signature)
{
    internal static Anchor Of(CheckpointRow row) =>
        new(row.Number, row.At, row.Count, Convert.ToHexStringLower(row.Root), Convert.ToHexStringLower(row.Signature));
}
