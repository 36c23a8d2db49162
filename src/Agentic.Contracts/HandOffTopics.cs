namespace Agentic.Contracts;

/// <summary>Topics that code distinguishes. A workflow gives its own tasks other topics.</summary>
public static class HandOffTopics
{
    /// <summary>Looked at afterwards; nothing waits for it.</summary>
    public const string Sample = "sample";

    /// <summary>A run has begun something that has to end on other terms, and money is owed until it has.</summary>
    public const string Owed = "owed";

    /// <summary>An instructed payment of which nobody has told what became of it.</summary>
    public const string NotSettled = "not-settled";

    /// <summary>An effect that may or may not have happened.</summary>
    public const string Unclear = "unclear";

    /// <summary>An effect that could not be taken back by itself, or money that came back.</summary>
    public const string Undo = "undo",
        ReturnedMoney = "returned-money";

    /// <summary>A step that fails again and again for a reason that nobody foresaw.</summary>
    public const string Stuck = "stuck";

    /// <summary>A step that failed: what the customer agreed to did not happen.</summary>
    public const string Failed = "failed";

    /// <summary>An outside system reported something that no step waits for.</summary>
    public const string Event = "event";

    /// <summary>Words of the customer that the planner cannot serve, while other work goes on.</summary>
    public const string Message = "message";

    /// <summary>Topics that a workflow must not give to its own tasks.</summary>
    public static readonly IReadOnlySet<string> Reserved = new HashSet<string>
    {
        Sample,
        Owed,
        NotSettled,
        Unclear,
        Undo,
        ReturnedMoney,
        Stuck,
        Failed,
        Event,
        Message,
    };
}
