using System.Text.Json.Nodes;
using Agentic.Contracts;
using Agentic.Orchestration.Agents;
using Agentic.Orchestration.Approvals;
using Agentic.Orchestration.Identity;
using Agentic.Orchestration.Packs;
using Agentic.Orchestration.Policies;
using Agentic.Orchestration.Requests;

namespace Agentic.Orchestration.HandOffs;

/// <summary>
/// An employee proposes an action on the customer's behalf: the customer confirms, the gate decides, and somebody else
/// approves where one must.
/// </summary>
internal sealed class HandOffProposal(HandOffCommands commands, PackRegistry packs, PlanBuilder proposals)
{
    public async Task<ActResult> ProposeAsync(
        Caller caller,
        RequestState state,
        string handOffId,
        string action,
        JsonObject arguments,
        CancellationToken cancellationToken
    )
    {
        // Before its first plan a request can still go to the pack whose action an employee finds right.
        Pack[] possible = state.PlanVersion == 0 ? [packs[state.Pack], .. packs.All] : [packs[state.Pack]];
        if (possible.FirstOrDefault(known => known.Actions.ContainsKey(action)) is not { } pack)
        {
            return Refused(new HandOffRefusals.UnknownAction(possible.SelectMany(known => known.Actions.Keys).Distinct()));
        }
        var catalogue = pack.Actions[action];
        if (SchemaCheck.Check(arguments, catalogue.Schema, "arguments").FirstOrDefault() is { Path: not null } wrong)
        {
            return Refused(new Refusal.Invalid(wrong.Path, wrong.Error));
        }
        var (proposed, unavailable) = await proposals.MakeAsync(
            pack,
            state,
            [new(catalogue, arguments, [])],
            $"employee:{caller.User}",
            false,
            cancellationToken,
            caller.User
        );
        if (unavailable is not null)
        {
            return Refused(new HandOffRefusals.Uncheckable(unavailable));
        }
        var inconsistent = proposed
            .OfType<PlanProposed>()
            .SelectMany(plan => plan.Actions)
            .SelectMany(planned => planned.Gate.Reasons)
            .FirstOrDefault(reason => reason.Rule == GateReasons.InconsistentRule);
        if (inconsistent is not null)
        {
            return Refused(new Refusal.Invalid(ApprovalEdit.ChangedField(arguments, []), inconsistent.Staff.En));
        }
        if (!proposed.OfType<PlanProposed>().Any() && proposed.OfType<NothingProposed>().Any())
        {
            return Refused(new HandOffRefusals.UnderWay());
        }
        return await commands.ActAsync(
            caller,
            state,
            handOffId,
            (current, handOff) =>
                !handOff.TakesOverRequest ? new HandOffRefusals.OnlyAQuestion()
                : current.PlanVersion != state.PlanVersion ? new HandOffRefusals.PlanChanged()
                : pack.Name == current.Pack ? Change.Of(proposed)
                : Change.Of([new PackChosen(pack.Name), .. proposed]),
            cancellationToken
        );

        ActResult Refused(Refusal refusal) => new(state, refusal);
    }
}
