using Microsoft.AspNetCore.DataProtection;

namespace Agentic.Orchestration.Identity;

/// <summary>Bearer tokens: the user's name, encrypted and signed by the framework's data protection, valid for twelve hours.</summary>
public sealed class SessionTokens(IDataProtectionProvider protection)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);
    private readonly ITimeLimitedDataProtector _protector = protection.CreateProtector("Agentic.Session").ToTimeLimitedDataProtector();

    public string Issue(string user) => _protector.Protect(user, Lifetime);

    /// <summary>The user, or null for a token that is wrong, foreign or too old.</summary>
    public string? Read(string token)
    {
        try
        {
            return _protector.Unprotect(token);
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return null;
        }
    }
}
