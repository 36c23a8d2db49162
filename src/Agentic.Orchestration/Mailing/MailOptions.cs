using Microsoft.Extensions.Configuration;

namespace Agentic.Orchestration.Mailing;

/// <summary>Section <c>Mail</c>, and <c>Site:Url</c> for links.</summary>
internal sealed class MailOptions
{
    public string? Host { get; init; }

    /// <summary>Default 587.</summary>
    public int Port { get; init; } = 587;

    public string? User { get; init; }

    public string? Password { get; init; }

    /// <summary>The sender's address.</summary>
    public string From { get; init; } = "agentic@example.com";

    /// <summary>
    /// TLS from the first byte on port 465, STARTTLS on any other; off only for a relay on the same machine. Default
    /// on.
    /// </summary>
    public bool Tls { get; init; } = true;

    /// <summary>
    /// Asks whether the server's certificate was revoked; off where its authority cannot be reached. Default on.
    /// </summary>
    public bool CheckRevocation { get; init; } = true;

    /// <summary>How long a request's link opens it. Default 14 days.</summary>
    public TimeSpan LinkLifetime { get; init; } = TimeSpan.FromDays(14);

    /// <summary>
    /// Development without a server: mails are kept and shown at <c>/demo/mail</c>, unless <c>Mail:Demo</c> is false.
    /// </summary>
    public bool IsDemo { get; private init; }

    /// <summary>Where people reach the pages, without a slash at the end.</summary>
    public string SiteUrl { get; private init; } = "";

    public bool IsOn => IsDemo || Host is not null;

    /// <param name="demo">Mails may be kept in memory and shown.</param>
    /// <param name="listens">Where the host listens, for links when <c>Site:Url</c> is not set.</param>
    /// <exception cref="InvalidOperationException">A setting is missing or wrong; the message names its key.</exception>
    public static MailOptions Read(IConfiguration configuration, bool demo, string listens)
    {
        var section = configuration.GetSection("Mail");
        var host = section["Host"] is { Length: > 0 } given ? given : null;
        if (host is not null && string.IsNullOrEmpty(section["From"]))
        {
            throw new InvalidOperationException("Mail:From is missing: the address that e-mails come from.");
        }
        if (host is not null && !MimeKit.MailboxAddress.TryParse(section["From"], out _))
        {
            throw new InvalidOperationException("Mail:From must be an e-mail address such as service@shop.example.");
        }
        if (host is not null && !demo && string.IsNullOrEmpty(configuration["Site:Url"]))
        {
            throw new InvalidOperationException(
                "Site:Url is missing: the address at which people reach the pages, such as "
                    + "https://service.example.com; e-mails link to it."
            );
        }
        var site = configuration["Site:Url"] is { Length: > 0 } url ? url : listens;
        return Uri.TryCreate(site, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? new()
            {
                Host = host,
                Port = section.GetValue("Port", 587),
                User = section["User"],
                Password = section["Password"],
                From = section["From"] ?? "agentic@example.com",
                Tls = section.GetValue("Tls", true),
                CheckRevocation = section.GetValue("CheckRevocation", true),
                LinkLifetime = section.GetValue("LinkLifetime", TimeSpan.FromDays(14)),
                IsDemo = demo && host is null && section.GetValue("Demo", true),
                SiteUrl = site.TrimEnd('/'),
            }
            : throw new InvalidOperationException("Site:Url must be an absolute URL such as https://service.example.com.");
    }
}
