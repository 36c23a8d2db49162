using Agentic.Contracts;
using Agentic.Orchestration.Requests;

namespace Agentic.Orchestration.Approvals;

/// <summary>All that an approver should compare with the customer's words before deciding.</summary>
internal sealed class Deviations(IEnumerable<IDeviationCheck> checks)
{
    private static readonly LocalText PaidBefore = new(
        "Hierzu ist schon Geld geflossen. Bitte mit dem vergleichen, was unter Belege steht.",
        "Money was already paid out for this. Please compare with what is listed as evidence."
    );

    /// <param name="earlier">What else was done to the same business object.</param>
    public IReadOnlyList<LocalText> Find(RequestState state, ApprovalState approval, IEnumerable<EarlierAction> earlier) =>
        [
            .. checks.SelectMany(check => check.Find(state, approval)),
            .. earlier.Any(action => action.Moved is not null) ? [PaidBefore] : Array.Empty<LocalText>(),
        ];
}
