using System.Globalization;
using System.Security.Cryptography;
using Agentic.Orchestration.Mailing;
using Microsoft.AspNetCore.DataProtection;

namespace Agentic.Orchestration.Identity;

/// <summary>
/// Tokens: kind, epoch and subject, encrypted and signed by the framework's data protection. Accounts are in for twelve hours,
/// verified customers for two, a link as long as <c>Mail:LinkLifetime</c>.
/// </summary>
internal sealed class SessionTokens(IDataProtectionProvider protection, MailOptions mail, SessionRevocations ends)
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

    public string Issue(SessionKind kind, string subject) =>
        _protector.Protect($"{kind}:{ends.EpochOf(kind, subject)} {subject}", Lifetime(kind));

    /// <summary>Null for a token that is wrong, foreign, too old, or whose subject has signed out since.</summary>
    public SessionTicket? Read(string token)
    {
        try
        {
            return Parse(_protector.Unprotect(token)) is { } ticket && ticket.Epoch == ends.EpochOf(ticket.Kind, ticket.Subject)
                ? ticket
                : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>Tokens issued before epochs existed carry none and count as epoch 0.</summary>
    private static SessionTicket? Parse(string content) =>
        content.Split(' ', 2) is [var head, var subject]
        && Enum.TryParse<SessionKind>(head.Split(':')[0], out var kind)
        && long.TryParse(head.Split(':') is [_, var number] ? number : "0", CultureInfo.InvariantCulture, out var epoch)
            ? new(kind, subject, epoch)
            : null;
}
