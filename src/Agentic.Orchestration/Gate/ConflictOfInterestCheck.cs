using Agentic.Orchestration.Customers;
using Agentic.Orchestration.Identity;
using Agentic.Orchestration.Requests;

namespace Agentic.Orchestration.Gate;

/// <summary>
/// Nobody decides about their own customer account, with whatever account of theirs: one that names its customer is known
/// by that (<see cref="ApprovalRights"/>), and for every other the e-mail address is compared with the customer's.
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
            return EmailAddress.IsSame((await customers.ContactAsync(state.CustomerId, cancellationToken))?.Email, email)
                ? new Refusal.Forbidden("This concerns your own customer account.")
                : null;
        }
        catch (CustomersUnavailableException)
        {
            return new Refusal.Unavailable(
                "Whose customer account this is cannot be looked up now. Nothing was decided; try again."
            );
        }
    }
}
