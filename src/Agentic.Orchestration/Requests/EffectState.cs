using System.Text.Json.Nodes;
using Agentic.Contracts;

namespace Agentic.Orchestration.Requests;

public sealed record EffectState(string Key, SealedEffect Effect, EffectStatus Status, string? UndoOf)
{
    public int Attempt { get; init; }

    /// <summary>The object's version as it was read right before the last attempt; null for the sealed one.</summary>
    public JsonNode? Precondition { get; init; }

    /// <summary>Calls in a row that certainly were not carried out.</summary>
    public int NotSentCount { get; init; }

    /// <summary>Its undo cannot be made; a human has it.</summary>
    public bool UndoGivenUp { get; init; }

    /// <summary>Unclear answers so far.</summary>
    public int Unclear { get; init; }

    public DateTimeOffset? IntendedAt { get; init; }

    public DateTimeOffset? RetryAt { get; init; }

    /// <summary>Accepted, and nothing told yet: when the destination is asked.</summary>
    public DateTimeOffset? AskAt { get; init; }

    /// <summary>How often it was asked what became of it.</summary>
    public int Asked { get; init; }

    public string? Reference { get; init; }

    public JsonObject? Output { get; init; }

    public string? Reason { get; init; }

    /// <summary>Holds its targets: no second effect of the same kind may begin on them.</summary>
    public bool IsLive =>
        Status is EffectStatus.Reserved or EffectStatus.Intended or EffectStatus.Unknown or EffectStatus.Accepted
        || (Status == EffectStatus.Done && !Effect.Repeatable);

    /// <summary>It happened, as far as anybody knows now.</summary>
    public bool Happened => Status is EffectStatus.Done or EffectStatus.Accepted;
}
