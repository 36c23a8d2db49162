using Agentic.Orchestration.Customers;
using Agentic.Orchestration.Identity;
using Agentic.Orchestration.Requests;

namespace Agentic.Orchestration.Gate;

/// <summary>
/// Keeps employees from deciding about their own customer account. <see cref="ApprovalRights"/> does so for accounts that
/// name their customer; for all others this compares the employee's e-mail address with the customer's.
/// </summary>
internal sealed class ConflictOfInterestCheck(AccountDirectory accounts, CustomerDirectory customers)
{
    /// <returns>Null when it is somebody else's.</returns>
    public async Task<Refusal?> CheckAsync(string user, RequestState state, CancellationToken cancellationToken)
    {
        if (accounts.Find(user)?.Email is not { } email)
        {
            return null;
        }
        try
        {
            return EmailAddress.IsSame((await customers.FindContactAsync(state.CustomerId, cancellationToken))?.Email, email)
                ? new GateRefusals.OwnCustomerAccount()
                : null;
        }
        catch (CustomersUnavailableException)
        {
            return new GateRefusals.AccountUncheckable();
        }
    }
}
