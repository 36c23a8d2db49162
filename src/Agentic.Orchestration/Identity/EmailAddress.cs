namespace Agentic.Orchestration.Identity;

/// <summary>
/// Whether two e-mail addresses are one person's: case does not matter, and neither does what is behind a plus.
/// </summary>
internal static class EmailAddress
{
    public static bool IsSame(string? first, string? second) =>
        first is not null && second is not null && Of(first) == Of(second);

    private static string Of(string email)
    {
        var (at, plus) = (email.LastIndexOf('@'), email.IndexOf('+', StringComparison.Ordinal));
        return (plus > 0 && plus < at ? email[..plus].Trim() + email[at..].Trim() : email.Trim()).ToUpperInvariant();
    }
}
