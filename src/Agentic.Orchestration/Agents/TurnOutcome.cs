using Agentic.Contracts;

namespace Agentic.Orchestration.Agents;

/// <summary>What a model's turn came to.</summary>
internal abstract record TurnOutcome
{
    /// <summary>The round is over with these facts.</summary>
    public sealed record Ended(IReadOnlyList<JournalEvent> Events) : TurnOutcome;

    /// <summary>The model reads the results of its calls and goes on.</summary>
    public sealed record GoesOn : TurnOutcome;

    /// <summary>Something that planning needs does not answer: the round is tried again later.</summary>
    public sealed record Unavailable(LocalText Reason) : TurnOutcome;
}
