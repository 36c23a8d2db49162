using Agentic.Contracts;

namespace Agentic.Orchestration.Requests;

/// <summary>
/// What somebody's act comes to on the newest state: facts to append, or why not. Deciding has no other effect, since it
/// may have to be done again on a newer state.
/// </summary>
/// <param name="Events">Also beside a refusal: an attempt that is evidence itself.</param>
public sealed record Change(IReadOnlyList<JournalEvent> Events, Refusal? Refusal = null)
{
    /// <summary>It is so already.</summary>
    public static Change None { get; } = new([]);

    public static Change Of(params IReadOnlyList<JournalEvent> events) => new(events);

    public static implicit operator Change(Refusal refusal) => new([], refusal);
}
