using Agentic.Contracts;
using Agentic.Orchestration.Packs;
using Agentic.Orchestration.Requests;

namespace Agentic.Orchestration.Gate;

/// <summary>
/// The second opinion as the gate uses it. It was asked once, with the plan, so that the gate, the permit and a
/// restart all see the same one.
/// </summary>
/// <param name="Demanded">False: the action does not ask for one, or none has been asked yet.</param>
/// <param name="ByPerson">An employee proposed the action or changed it.</param>
internal readonly record struct Review(bool Demanded, Opinion? Opinion, bool ByPerson = false)
{
    public static readonly Review None = new(false, null);

    public static readonly Review Person = new(false, null, ByPerson: true);

    /// <summary>No agreement is a doubt, whether the reviewer disagreed or did not answer.</summary>
    public bool Doubts => Demanded && Opinion is not { Agrees: true };

    /// <summary>
    /// An action that an employee edited or proposed needs no second opinion: a person has looked at it already.
    /// </summary>
    public static Review Of(CatalogueAction catalogue, ActionState? action) =>
        action is null ? None
        : action is not { EditedBy: null, ProposedBy: null } ? Person
        : catalogue.SecondOpinion ? new(true, action.Opinion)
        : None;
}
