using System.Security.Cryptography;
using Agentic.Orchestration.Mailing;
using Microsoft.AspNetCore.DataProtection;

namespace Agentic.Orchestration.Identity;

/// <summary>
/// Tokens: kind and subject, encrypted and signed by the framework's data protection. Accounts are in for twelve hours,
/// verified customers for two, a link as long as <c>Mail:LinkLifetime</c>.
/// </summary>
public sealed class SessionTokens(IDataProtectionProvider protection, MailOptions mail)
{
    private readonly ITimeLimitedDataProtector _protector = protection
        .CreateProtector("Agentic.Session")
        .ToTimeLimitedDataProtector();

    public TimeSpan Lifetime(SessionKind kind) =>
        kind switch
        {
            SessionKind.Account => TimeSpan.FromHours(12),
            SessionKind.Customer => TimeSpan.FromHours(2),
            _ => mail.LinkLifetime,
        };

    public string Issue(SessionKind kind, string subject) => _protector.Protect($"{kind} {subject}", Lifetime(kind));

    /// <summary>Null for a token that is wrong, foreign or too old.</summary>
    public SessionTicket? Read(string token)
    {
        try
        {
            var parts = _protector.Unprotect(token).Split(' ', 2);
            return parts.Length == 2 && Enum.TryParse<SessionKind>(parts[0], out var kind) ? new(kind, parts[1]) : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
