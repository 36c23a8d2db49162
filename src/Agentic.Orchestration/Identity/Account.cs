namespace Agentic.Orchestration.Identity;

/// <param name="CustomerId">Set when this person is a customer (staff can be both).</param>
/// <param name="PasswordHash">Null for somebody who signs in with an identity provider.</param>
/// <param name="Email">Where approvals are announced; null for nowhere.</param>
public sealed record Account(
    string User,
    string Name,
    IReadOnlyList<string> Roles,
    string? CustomerId,
    string? PasswordHash,
    string? Email = null
);
