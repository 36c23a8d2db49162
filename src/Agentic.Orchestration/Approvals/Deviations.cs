using Agentic.Contracts;
using Agentic.Orchestration.Requests;

namespace Agentic.Orchestration.Approvals;

/// <summary>All that an approver should compare with the customer's words before deciding.</summary>
internal sealed class Deviations(IEnumerable<IDeviationCheck> checks)
{
    private static readonly LocalText PaidBefore = new(
        "Zum selben Gegenstand, etwa zu einem anderen Teil der Bestellung, ist schon Geld geflossen. "
            + "Bitte mit den Belegen vergleichen.",
        "Money was paid out before for the same object, such as another part of the order. "
            + "Please compare with the evidence."
    );

    /// <param name="earlier">What else was done to the same business object.</param>
    public IReadOnlyList<LocalText> Find(RequestState state, ApprovalState approval, IEnumerable<EarlierAction> earlier) =>
        [
            .. checks.SelectMany(check => check.Find(state, approval)),
            .. earlier.Any(action => action.Moved is not null) ? [PaidBefore] : Array.Empty<LocalText>(),
        ];
}
