using Agentic.Contracts;
using Agentic.Orchestration.Identity;
using Agentic.Orchestration.Journal;
using Agentic.Orchestration.Packs;
using Agentic.Orchestration.Requests;

namespace Agentic.Orchestration.Intake;

/// <summary>The customer's yes or no to one version of a plan.</summary>
internal sealed class PlanAnswers(RequestJournal journal, PackRegistry packs)
{
    public async Task<ActResult> ConfirmAsync(
        Caller caller,
        RequestState state,
        int planVersion,
        bool accepted,
        CancellationToken cancellationToken
    ) =>
        (
            await journal.ChangeAsync(
                state.Id,
                current =>
                    accepted && current.NeedsSession && !caller.IsCustomerOf(current) ? new IntakeRefusals.NeedsSession()
                    : current.PlanVersion == planVersion && current.AwaitsConfirmation
                        ? new Change(Answer(current, caller, accepted, "confirmation"))
                    : current.PlanVersion != planVersion ? new IntakeRefusals.PlanIsNewer(current.PlanVersion)
                    // The same answer again is the same answer.
                    : current.LastAnswer == new PlanAnswer(planVersion, accepted, caller.User) ? Change.None
                    : new IntakeRefusals.NothingToConfirm(),
                cancellationToken
            )
        ).ToResult();

    /// <param name="how"><c>confirmation</c> (the route) or <c>message</c> (a deterministic yes).</param>
    public IReadOnlyList<JournalEvent> Answer(RequestState state, Caller caller, bool accepted, string how) =>
        accepted ? [new PlanConfirmed(state.PlanVersion, caller.User, how)]
        // With a person at work, that person asks what to do instead.
        : state.IsWithPerson ? [new PlanRejected(state.PlanVersion, caller.User)]
        :
        [
            new PlanRejected(state.PlanVersion, caller.User),
            new CustomerAsked(packs[state.Pack].Texts.Render(CustomerTexts.PlanRejected, state.Locale, []), false),
        ];
}
