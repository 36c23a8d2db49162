using System.Security.Claims;
using Agentic.Orchestration.Identity;
using Agentic.Orchestration.Requests;

namespace Agentic.Orchestration.Http;

/// <summary>Who calls.</summary>
/// <param name="CustomerId">Set when the caller is a customer.</param>
/// <param name="LinkedRequest">The one request that a signed link opens for the caller.</param>
public sealed record Caller(string User, string? CustomerId, IReadOnlyList<string> Roles, string? LinkedRequest = null)
{
    public bool IsStaff => Roles.Any(Identity.Roles.Staff.Contains);

    public static Caller Of(ClaimsPrincipal principal) => new(
        principal.FindFirstValue(ClaimTypes.NameIdentifier) ?? throw new InvalidOperationException("The route needs a session."),
        principal.FindFirstValue(SessionClaims.Customer),
        [.. principal.FindAll(ClaimTypes.Role).Select(role => role.Value)],
        principal.FindFirstValue(SessionClaims.Request));

    public bool Has(params ReadOnlySpan<string> roles)
    {
        foreach (var role in roles)
        {
            if (Roles.Contains(role) || Roles.Contains(Identity.Roles.Admin))
            {
                return true;
            }
        }
        return false;
    }

    public bool Owns(RequestState state) => (CustomerId is not null && CustomerId == state.CustomerId) || LinkedRequest == state.Id;
}
