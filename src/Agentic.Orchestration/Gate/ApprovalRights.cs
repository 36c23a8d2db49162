using Agentic.Contracts;
using Agentic.Orchestration.Identity;
using Agentic.Orchestration.Policies;
using Agentic.Orchestration.Requests;

namespace Agentic.Orchestration.Gate;

/// <summary>Who may decide, and whether enough have. Asked when somebody decides and again before the permit.</summary>
internal sealed class ApprovalRights(AccountDirectory accounts)
{
    /// <summary>
    /// Why this person may not decide; null when they may. Nobody decides about their own wish, edit or account.
    /// </summary>
    public string? GetDenialReason(RequestState state, ActionState action, ApprovalState approval, string user)
    {
        var account = accounts.Find(user);
        return account is null || !HasRole(account, approval.RequiredRole) ? $"This needs the role {approval.RequiredRole}."
            : string.Equals(account.CustomerId ?? account.User, state.CustomerId, StringComparison.OrdinalIgnoreCase)
            || string.Equals(account.User, state.CustomerId, StringComparison.OrdinalIgnoreCase)
                ? "This concerns your own customer account."
            : IsSame(state.SubmittedBy, account) ? "You submitted this request."
            : IsSame(approval.Asked.By, account) ? "You asked for it."
            : IsSame(action.ProposedBy, account) ? "You proposed this action."
            : IsSame(action.EditedBy, account) && !approval.IsUndo ? "You edited this action last."
            : null;
    }

    /// <summary>
    /// One person may have two accounts, one here and one at the identity provider: the address or the customer says
    /// so.
    /// </summary>
    public bool IsSamePerson(string user, string other) =>
        accounts.Find(user) is { } account ? IsSame(other, account) : user == other;

    private bool IsSame(string? user, Account account) =>
        user is not null
        && (
            user == account.User
            || (
                accounts.Find(user) is { } other
                && (
                    EmailAddress.IsSame(other.Email, account.Email)
                    || (
                        other.CustomerId is not null
                        && string.Equals(other.CustomerId, account.CustomerId, StringComparison.OrdinalIgnoreCase)
                    )
                )
            )
        );

    /// <summary>Why the approvals so far do not suffice; null when they do.</summary>
    public string? GetMissingQuorum(RequestState state, ActionState action, ApprovalState approval)
    {
        var demand = approval.Asked.Demand;
        var valid = approval
            .Decisions.Where(decision =>
                decision.Decision == DecisionKind.Approve
                && GetDenialReasonAfterEscalation(state, action, approval, decision.By) is null
            )
            .Select(decision => decision.By)
            .ToArray();
        var people = valid.Where((user, index) => !valid.Take(index).Any(earlier => IsSamePerson(earlier, user))).Count();
        return people < demand.Quorum ? $"{people} of {demand.Quorum} approvals are valid."
            : demand.Including is { } role && !valid.Any(user => HasRole(accounts.Find(user)!, role))
                ? $"One of the approvers must be {role}."
            : null;
    }

    public static bool HasRole(Account account, string role) =>
        account.Roles.Any(held => PolicyEvaluator.Covers(held, role) && held != Roles.Admin);

    /// <summary>
    /// A decision stays valid when the approval is escalated later: the decider needs either the role that is required now
    /// or the one that was required first.
    /// </summary>
    private string? GetDenialReasonAfterEscalation(
        RequestState state,
        ActionState action,
        ApprovalState approval,
        string user
    ) =>
        GetDenialReason(state, action, approval, user) is null
            ? null
            : GetDenialReason(state, action, approval with { RequiredRole = approval.Asked.Demand.Role }, user);
}
