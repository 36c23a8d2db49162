using Agentic.Orchestration.Connectors;

namespace Agentic.Retail.Shop;

/// <summary>Where the shop is and what it promises. Section <c>Shop</c>.</summary>
internal sealed class ShopOptions
{
    public required Uri BaseAddress { get; init; }

    /// <summary>What the shop does with a key that it has seen. Default: executes it once.</summary>
    public Repetition Guarantee { get; init; } = Repetition.Idempotent;

    /// <summary>
    /// The shop finishes or drops a call within this time. Default 10 s; <see cref="Timeout"/> must be shorter.
    /// </summary>
    public TimeSpan MaxProcessingTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// A refund that was instructed is credited or comes back within this time. Default 5 days; longer than most
    /// banks take.
    /// </summary>
    public TimeSpan SettlesWithin { get; init; } = TimeSpan.FromDays(5);

    /// <summary>How long one call is waited for. Default 5 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Longest answer that is read, in bytes. Default 1 MiB.</summary>
    public int MaxAnswer { get; init; } = 1 << 20;

    /// <summary>What the shop's answers call a change that is done. Default: credited, done.</summary>
    public IReadOnlyList<string> DoneStates { get; init; } = ["credited", "done"];

    /// <summary>What the shop's answers call a refund that it will report on later. Default: instructed.</summary>
    public IReadOnlyList<string> AcceptedStates { get; init; } = ["instructed"];
}
