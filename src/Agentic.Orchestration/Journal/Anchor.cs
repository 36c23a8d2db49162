using Agentic.Orchestration.Storage;

namespace Agentic.Orchestration.Journal;

/// <summary>
/// What a checkpoint came to, kept where whoever changes the store does not reach: whatever the store says later,
/// this was so.
/// </summary>
/// <param name="Count">Requests that it covers.</param>
public sealed record Anchor(long Number, DateTimeOffset At, long Count, string Root, string Signature)
{
    internal static Anchor Of(CheckpointRow row) =>
        new(row.Number, row.At, row.Count, Convert.ToHexStringLower(row.Root), Convert.ToHexStringLower(row.Signature));
}
