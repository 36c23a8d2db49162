using Agentic.Contracts;
using Agentic.Orchestration.Packs;
using Agentic.Orchestration.Requests;

namespace Agentic.Orchestration.Policies;

/// <summary>The second opinion as the gate uses it. It was asked once, with the plan, so that the gate, the permit and a restart all see the same one.</summary>
/// <param name="Demanded">False: the action does not ask for one, or none has been asked yet.</param>
internal readonly record struct Review(bool Demanded, Opinion? Opinion)
{
    public static readonly Review None = new(false, null);

    /// <summary>No agreement is a doubt, whether the reviewer disagreed or did not answer.</summary>
    public bool Doubts => Demanded && Opinion is not { Agrees: true };

    /// <summary>What an employee edited or proposed, people have looked at: the planner's words do not matter any more.</summary>
    public static Review Of(CatalogueAction catalogue, ActionState? action) =>
        catalogue.SecondOpinion && action is { EditedBy: null, ProposedBy: null } ? new(true, action.Opinion) : None;
}
