using Agentic.Contracts;
using Agentic.Orchestration.Requests;

namespace Agentic.Orchestration.Approvals;

/// <summary>
/// Finds where what would run is not what the customer's own words say. It decides nothing: an approver reads it first.
/// </summary>
public interface IDeviationCheck
{
    /// <returns>One sentence for each deviation.</returns>
    IEnumerable<LocalText> Find(RequestState state, ApprovalState approval);
}
