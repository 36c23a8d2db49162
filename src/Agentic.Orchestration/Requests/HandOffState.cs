using Agentic.Contracts;

namespace Agentic.Orchestration.Requests;

public sealed record HandOffState(
    string Id,
    string Topic,
    LocalText Reason,
    string Summary,
    DateTimeOffset CreatedAt,
    DateTimeOffset DueAt,
    bool TakesOverRequest,
    int? Ordinal
)
{
    /// <summary>A model's proposal for a reply, unread.</summary>
    public string? Draft { get; init; }

    /// <summary>The effect that is asked about, where there is one.</summary>
    public string? EffectKey { get; init; }

    /// <summary>
    /// What people found out about an effect, the newest answer of each; it counts once two of them say the same.
    /// </summary>
    public IReadOnlyList<HandOffAnswer> Answers { get; init; } = [];

    public string? ClaimedBy { get; init; }

    public string? ClaimedName { get; init; }

    public string? Outcome { get; init; }

    public string? ClosedBy { get; init; }

    /// <summary>An outcome: a newer case says what this one said, as it is now.</summary>
    public const string Superseded = "superseded";

    /// <summary>The step and round of the run that waits for it; null in journals from before steps were told apart.</summary>
    public int? Step { get; init; }

    public bool IsOpen => Outcome is null;

    /// <summary>The customer has been told that a person looks at it and replies.</summary>
    public bool PromisesReply =>
        Topic is HandOffTopics.Stuck or HandOffTopics.Failed or HandOffTopics.Event or HandOffTopics.Message;

    /// <summary>Asks what became of an effect. Everybody at the desk may answer, whoever has it.</summary>
    public bool IsAboutEffect => Topic is HandOffTopics.Unclear or HandOffTopics.NotSettled;

    /// <summary>
    /// Whether it asks about this effect; journals written before questions named theirs ask about the action.
    /// </summary>
    public bool AsksAbout(int ordinal, string effectKey) => Ordinal == ordinal && (EffectKey is null || EffectKey == effectKey);
}
