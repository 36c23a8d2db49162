using Agentic.Contracts;
using Agentic.Orchestration.Requests;

namespace Agentic.Orchestration.Approvals;

/// <summary>
/// Finds differences between what would run and what the customer wrote. It only informs the approver.
/// </summary>
public interface IDeviationCheck
{
    /// <returns>One sentence for each deviation.</returns>
    IEnumerable<LocalText> Find(RequestState state, ApprovalState approval);
}
