using Agentic.Orchestration.Requests;
using Agentic.Orchestration.Storage;

namespace Agentic.Orchestration.Journal;

/// <summary>What a change led to.</summary>
/// <param name="State">The state after it; without an append the one that it was decided on.</param>
/// <param name="Change">What was decided, the last time.</param>
/// <param name="Conflict">Why nothing was appended although something was decided; only the caller can resolve it.</param>
internal sealed record Changed(RequestState State, Change Change, AppendConflict? Conflict = null)
{
    public Refusal? Refusal => Change.Refusal;

    /// <summary>The facts that were decided on are in the journal.</summary>
    public bool IsAppended => Conflict is null && Change.Events.Count > 0;

    public ActResult ToResult() => new(State, Refusal);
}
