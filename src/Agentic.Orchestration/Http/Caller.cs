using System.Security.Claims;
using Agentic.Orchestration.Requests;

namespace Agentic.Orchestration.Http;

/// <summary>Who calls.</summary>
public sealed record Caller(string User, string? CustomerId, IReadOnlyList<string> Roles)
{
    public bool IsStaff => Roles.Any(Identity.Roles.Staff.Contains);

    public static Caller Of(ClaimsPrincipal principal) => new(
        principal.FindFirstValue(ClaimTypes.NameIdentifier) ?? throw new InvalidOperationException("The route needs a session."),
        principal.FindFirstValue("customer"),
        [.. principal.FindAll(ClaimTypes.Role).Select(role => role.Value)]);

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

    public bool Owns(RequestState state) => CustomerId is not null && CustomerId == state.CustomerId;
}
