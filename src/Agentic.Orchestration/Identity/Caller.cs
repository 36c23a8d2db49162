using System.Security.Claims;
using Agentic.Orchestration.Requests;

namespace Agentic.Orchestration.Identity;

/// <summary>Who calls.</summary>
/// <param name="CustomerId">Set when the caller is a customer.</param>
/// <param name="Link">The one request that a signed link opens for the caller, while it is that customer's.</param>
public sealed record Caller(string User, string? CustomerId, IReadOnlyList<string> Roles, LinkedRequest? Link = null)
{
    public bool IsStaff => Roles.Any(Identity.Roles.Staff.Contains);

    public static Caller Of(ClaimsPrincipal principal) =>
        new(
            principal.FindFirstValue(ClaimTypes.NameIdentifier)
                ?? throw new InvalidOperationException("The route needs a session."),
            principal.FindFirstValue(SessionClaims.Customer),
            [.. principal.FindAll(ClaimTypes.Role).Select(role => role.Value)],
            principal.FindFirstValue(SessionClaims.Request) is { } linked
                ? new(linked, principal.FindFirstValue(SessionClaims.RequestOwner)!)
                : null
        );

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

    /// <summary>
    /// Has one of these roles explicitly. Unlike <see cref="Has"/>, the administrator role does not count.
    /// </summary>
    public bool HasExplicitly(params IReadOnlyCollection<string> roles) => roles.Any(Roles.Contains);

    public bool Owns(RequestState state) =>
        IsCustomerOf(state) || (Link is { } link && link.Id == state.Id && link.CustomerId == state.CustomerId);

    /// <summary>Has proven to be this request's customer; holding a link to it is not enough.</summary>
    public bool IsCustomerOf(RequestState state) => CustomerId is not null && CustomerId == state.CustomerId;
}
