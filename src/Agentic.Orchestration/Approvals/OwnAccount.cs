using Agentic.Orchestration.Http;
using Agentic.Orchestration.Identity;
using Agentic.Orchestration.Notifications;
using Agentic.Orchestration.Notifications.Mailing;
using Agentic.Orchestration.Requests;

namespace Agentic.Orchestration.Approvals;

/// <summary>
/// Nobody decides about their own customer account. A local account says which one that is; of somebody who signed in
/// with an identity provider only the e-mail address is known, so the customer's is compared with it.
/// </summary>
internal sealed class OwnAccount(AccountDirectory accounts, CustomerDirectory customers)
{
    /// <returns>Null when it is somebody else's.</returns>
    public async Task<Refusal?> CheckAsync(string user, RequestState state, CancellationToken cancellationToken)
    {
        if (accounts.Find(user) is not { PasswordHash: null, Email: { } email })
        {
            return null;
        }
        try
        {
            return string.Equals((await customers.ContactAsync(state.CustomerId, cancellationToken))?.Email, email, StringComparison.OrdinalIgnoreCase)
                ? Refusal.Forbidden("This concerns your own customer account.") : null;
        }
        catch (MailNotSentException)
        {
            return new(503, "Not available", "Whose customer account this is cannot be looked up now. Nothing was decided; try again.");
        }
    }
}
