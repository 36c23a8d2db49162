using System.Text.Json.Nodes;
using Agentic.Orchestration.Api.Customers;
using Agentic.Orchestration.Requests;
using Agentic.Orchestration.Text;

namespace Agentic.Orchestration.Api.Desk;

internal static class ApprovalViews
{
    /// <param name="locale">The reader's language; what is sealed stays as it was sealed.</param>
    public static ApprovalView Of(RequestState state, ApprovalState approval, string locale)
    {
        var content = approval.Asked.Content;
        var gate = approval.Asked.Gated;
        return new(
            approval.Id,
            approval.Status,
            state.Id,
            approval.Asked.Ordinal,
            (string)content["action"]!,
            content["arguments"]?.DeepClone(),
            approval.Asked.Sentence,
            content["atRisk"]?.DeepClone(),
            [.. gate.Reasons.Select(reason => new ReasonView(reason.Rule, reason.Staff.In(locale)))],
            [
                .. gate.Facts.Select(fact => new EvidenceView(
                    fact.Name,
                    OutsideText.ShowAll(fact.Value),
                    fact.Source,
                    fact.ReadAt
                )),
            ],
            content["effects"]?.DeepClone(),
            [
                .. ((JsonArray)content["effects"]!).Select(effect =>
                    (string?)effect!["undo"] is { } undo
                        ? $"{effect["operation"]}: {undo}"
                        : $"{effect["operation"]}: cannot be taken back"
                ),
            ],
            approval.Asked.Seal,
            approval.Asked.ExpiresAt,
            approval.Deadline,
            approval.RequiredRole,
            approval.Asked.Demand.Quorum,
            approval.Asked.Demand.Including,
            [
                .. approval.Decisions.Select(decision => new DecisionView(
                    decision.By,
                    decision.Decision,
                    decision.Reason,
                    decision.At
                )),
            ],
            approval.SupersededBy ?? state.Approvals.FirstOrDefault(next => next.Asked.Replaces == approval.Id)?.Id,
            approval.Asked.Replaces,
            approval.Asked.Difference,
            approval.ClaimedBy,
            approval.ClaimedUntil,
            approval.ClosedBecause,
            state.Pack,
            gate.PaidTo?.In(locale)
        );
    }
}
