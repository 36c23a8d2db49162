using System.Text.Json.Nodes;
using Agentic.Contracts;
using Agentic.Orchestration.Agents;
using Agentic.Orchestration.Gate;
using Agentic.Orchestration.Identity;
using Agentic.Orchestration.Packs;
using Agentic.Orchestration.Policies;
using Agentic.Orchestration.Requests;
using Agentic.Orchestration.Text;

namespace Agentic.Orchestration.Approvals;

/// <summary>An employee changes what is sealed: a new preview, a new seal, and the customer's yes where it is needed.</summary>
internal sealed class ApprovalEdit(
    ApprovalChange changes,
    PackRegistry packs,
    ApprovalRights rights,
    PlanBuilder proposals,
    ConflictOfInterestCheck own
)
{
    public async Task<ActResult> EditAsync(
        Caller caller,
        RequestState state,
        string approvalId,
        MakeDecision made,
        CancellationToken cancellationToken
    )
    {
        if (state.Approvals.FirstOrDefault(approval => approval.Id == approvalId) is not { } approval)
        {
            return new Refusal.Missing();
        }
        if (approval.IsUndo)
        {
            return new(state, new ApprovalRefusals.UndoIsFixed());
        }
        var action = state.Action(approval.Asked.Ordinal);
        if (
            rights.GetDenialReason(state, action, approval, caller.User) is not null
            || changes.FindBlockingClaim(approval, caller) is not null
            || await own.CheckAsync(caller.User, state, cancellationToken) is not null
        )
        {
            // Refused below without a preview: a person who may not decide must not learn what the edit would lead to.
            return await ApplyAsync((_, _) => Change.None);
        }
        var catalogue = packs[state.Pack].Actions[action.Name];
        if (GetInvalid(made.Arguments!, action, catalogue) is { } invalid)
        {
            return new(state, invalid);
        }
        var (planned, stopped) = await proposals.MakeOneAsync(
            packs[state.Pack],
            state,
            catalogue,
            made.Arguments!,
            action.Ordinal,
            cancellationToken
        );
        if (planned is null)
        {
            return new(state, new ApprovalRefusals.Uncheckable((stopped as GateReadResult.Unavailable)?.Reason));
        }
        return GetDenied(planned, ChangedField(made.Arguments!, action.Arguments), state.Locale) is { } denied
            ? new(state, denied)
            : await ApplyAsync((current, open) => Edit(current, open, action, planned, catalogue, caller, made));

        Task<ActResult> ApplyAsync(Func<RequestState, ApprovalState, Change> change) =>
            changes.ApplyAsync(caller, state, approvalId, change, cancellationToken, made, isDecision: true);
    }

    /// <summary>The argument that a refusal is most likely about: a changed amount, else what was changed first.</summary>
    /// <param name="before">What the arguments were; empty for a new proposal.</param>
    public static string ChangedField(JsonObject arguments, JsonObject before)
    {
        string[] changed =
        [
            .. arguments
                .Select(argument => argument.Key)
                .Union(before.Select(argument => argument.Key))
                .Where(name => !JsonNode.DeepEquals(arguments[name], before[name])),
        ];
        var field =
            changed.FirstOrDefault(name => arguments[name] is JsonObject amount && JsonMoney.Read(amount) is not null)
            ?? changed.FirstOrDefault();
        return field is null ? "arguments" : $"arguments.{field}";
    }

    private static Refusal? GetInvalid(JsonObject arguments, ActionState action, CatalogueAction catalogue) =>
        SchemaCheck.Check(arguments, catalogue.Schema, "arguments").FirstOrDefault() is { Path: not null } wrong
            ? new Refusal.Invalid(wrong.Path, wrong.Error)
        : JsonNode.DeepEquals(arguments, action.Arguments) ? new ApprovalRefusals.NothingChanged()
        : null;

    private static Refusal? GetDenied(PlannedAction planned, string field, string locale) =>
        planned.Gate.Reasons.FirstOrDefault(reason => reason.Rule == GateReasons.InconsistentRule) is { } inconsistent
            ? new Refusal.Invalid(field, inconsistent.Staff.En)
        : planned.Gate.Outcome == GateOutcome.Denied
            ? new ApprovalRefusals.DeniedByPolicy(field, planned.Gate.Reasons[0].Staff.In(locale))
        : null;

    /// <param name="action">As it was when the preview was made.</param>
    private static Change Edit(
        RequestState state,
        ApprovalState approval,
        ActionState action,
        PlannedAction planned,
        CatalogueAction catalogue,
        Caller caller,
        MakeDecision made
    )
    {
        if (state.Action(action.Ordinal).LastChangedVersion != action.LastChangedVersion)
        {
            return new ApprovalRefusals.ActionChanged();
        }
        var needsConsent =
            !PlannedActions.IsCovered(action, planned)
            || catalogue.ConsentArguments.Any(name => !JsonNode.DeepEquals(made.Arguments![name], action.Arguments[name]));
        return Change.Of(
            ApprovalCommands.Decided(approval, caller, made),
            new ApprovalClosed(approval.Id, ApprovalStatus.Edited, $"Edited by {caller.User}."),
            PlannedActions.Edit(planned, caller.User, state.PlanVersion + (needsConsent ? 1 : 0), needsConsent)
        );
    }
}
