using System.Security.Claims;
using Agentic.Orchestration.Storage;

namespace Agentic.Orchestration.Identity.OpenIdConnect;

/// <summary>
/// Turns a person whom the identity provider has authenticated into an account, with the roles that the provider's
/// groups grant today.
/// </summary>
internal sealed class StaffAdmission(
    OpenIdOptions options,
    AccountDirectory accounts,
    KnownStaff staff,
    IAccountStore store,
    TimeProvider time
)
{
    /// <exception cref="NotAdmittedException">The person has no place here; the message says why.</exception>
    public async Task<Account> AdmitAsync(ClaimsPrincipal person, CancellationToken cancellationToken)
    {
        var subject = person.FindFirstValue("sub") ?? throw new NotAdmittedException("The provider names nobody.");
        var roles = person
            .FindAll(options.RoleClaim)
            .Select(claim => options.Roles.GetValueOrDefault(claim.Value))
            .OfType<string>()
            .Distinct()
            .ToArray();
        // The prefix keeps anybody at the provider from taking over a local account of the same name.
        var account = new Account(
            $"oidc:{subject}",
            person.FindFirstValue("name") ?? subject,
            roles,
            null,
            null,
            person.FindFirstValue("email")
        );
        if (accounts.IsDismissed(account.User))
        {
            throw new NotAdmittedException("This account was dismissed here. Ask an administrator.");
        }
        // Also without a role: a right that the provider took away is gone for older sessions as well.
        await store.SaveAsync(
            new(account.User, account.Name, account.Email ?? "", account.Roles, time.GetUtcNow()),
            cancellationToken
        );
        await staff.RefreshAsync(cancellationToken);
        return roles.Length > 0
            ? account
            : throw new NotAdmittedException("You are known, but have no role here. Ask an administrator.");
    }
}
