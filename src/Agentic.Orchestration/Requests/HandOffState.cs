using Agentic.Contracts;

namespace Agentic.Orchestration.Requests;

public sealed record HandOffState(string Id, string Topic, LocalText Reason, string Summary, DateTimeOffset CreatedAt, DateTimeOffset DueAt, bool Parks, int? Ordinal)
{
    /// <summary>A model's proposal for a reply, unread.</summary>
    public string? Draft { get; init; }

    /// <summary>The effect that is asked about, where there is one.</summary>
    public string? EffectKey { get; init; }

    /// <summary>What people found out about an effect, the newest answer of each; it counts once two of them say the same.</summary>
    public IReadOnlyList<HandOffAnswer> Answers { get; init; } = [];

    public string? ClaimedBy { get; init; }

    public string? ClaimedName { get; init; }

    public string? Outcome { get; init; }

    public string? ClosedBy { get; init; }

    /// <summary>Looked at afterwards; nothing waits for it.</summary>
    public const string Sample = "sample";

    /// <summary>A run has begun something that has to end on other terms, and money is owed until it has.</summary>
    public const string Owed = "owed";

    /// <summary>An instructed payment of which nobody has told what became of it.</summary>
    public const string NotSettled = "not-settled";

    /// <summary>An effect that may or may not have happened.</summary>
    public const string Unclear = "unclear";

    /// <summary>An effect that could not be taken back by itself, or money that came back.</summary>
    public const string Undo = "undo", ReturnedMoney = "returned-money";

    /// <summary>A step that fails again and again for a reason that nobody foresaw.</summary>
    public const string Stuck = "stuck";

    /// <summary>A step that failed: what the customer agreed to did not happen.</summary>
    public const string Failed = "failed";

    /// <summary>An outside system reported something that no step waits for.</summary>
    public const string Event = "event";

    /// <summary>An outcome: a newer case says what this one said, as it is now.</summary>
    public const string Superseded = "superseded";

    /// <summary>Words of the customer that the planner cannot serve, while other work goes on.</summary>
    public const string Message = "message";

    /// <summary>What no workflow may call a task of its own.</summary>
    public static readonly IReadOnlySet<string> Reserved = new HashSet<string> { Sample, Owed, NotSettled, Unclear, Undo, ReturnedMoney, Stuck, Failed, Event, Message };

    /// <summary>The step and round of the run that waits for it; null in journals from before steps were told apart.</summary>
    public int? Step { get; init; }

    public bool IsOpen => Outcome is null;

    /// <summary>The customer has been told that a person looks at it and replies.</summary>
    public bool PromisesReply => Topic is Stuck or Failed or Event or Message;

    /// <summary>Asks what became of an effect. Everybody at the desk may answer, whoever has it.</summary>
    public bool IsAboutEffect => Topic is Unclear or NotSettled;

    /// <summary>Whether it asks about this effect; journals written before questions named theirs ask about the action.</summary>
    public bool AsksAbout(int ordinal, string effectKey) => Ordinal == ordinal && (EffectKey is null || EffectKey == effectKey);
}

/// <param name="Name">What colleagues read.</param>
public sealed record HandOffAnswer(string By, string Name, string Outcome, string Note, DateTimeOffset At);
