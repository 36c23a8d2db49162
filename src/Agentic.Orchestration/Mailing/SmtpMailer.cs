using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace Agentic.Orchestration.Mailing;

/// <summary>
/// Mail over SMTP. Encrypted unless it is switched off: a server that cannot is an error, not a reason to send in the
/// clear.
/// </summary>
internal sealed class SmtpMailer(MailOptions options) : IMailer
{
    private const int ImplicitTlsPort = 465;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    public async Task SendAsync(Mail mail, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Timeout);
        try
        {
            using var message = Write(mail);
            using var client = new SmtpClient { CheckCertificateRevocation = options.CheckRevocation };
            await client.ConnectAsync(
                options.Host!,
                options.Port,
                !options.Tls ? SecureSocketOptions.None
                    : options.Port == ImplicitTlsPort ? SecureSocketOptions.SslOnConnect
                    : SecureSocketOptions.StartTls,
                limit.Token
            );
            if (options.User is not null)
            {
                await client.AuthenticateAsync(options.User, options.Password ?? "", limit.Token);
            }
            await client.SendAsync(message, limit.Token);
            // Taken is taken: how the connection ends changes nothing.
            await client.DisconnectAsync(quit: false, CancellationToken.None);
        }
        catch (FormatException wrong)
        {
            throw new MailNotSentException("The address has the wrong form.", isFinal: true, wrong);
        }
        catch (SmtpCommandException refused)
        {
            throw new MailNotSentException($"The mail server says: {refused.StatusCode}.", IsFinal(refused), refused);
        }
        catch (SslHandshakeException untrusted)
        {
            throw new MailNotSentException(
                "The mail server's certificate is not trusted, or its revocation cannot be checked (Mail:CheckRevocation).",
                isFinal: false,
                untrusted
            );
        }
        catch (Exception unknown) when (unknown is AuthenticationException or ServiceNotAuthenticatedException)
        {
            throw new MailNotSentException(
                "The mail server does not accept Mail:User and Mail:Password.",
                isFinal: false,
                unknown
            );
        }
        catch (NotSupportedException missing)
        {
            throw new MailNotSentException(
                "The mail server does not offer what is asked of it (STARTTLS, or signing in); see Mail:Tls and Mail:User.",
                isFinal: false,
                missing
            );
        }
        catch (Exception broken) when (broken is ProtocolException or IOException or System.Net.Sockets.SocketException)
        {
            throw new MailNotSentException("The mail server cannot be reached.", isFinal: false, broken);
        }
        catch (OperationCanceledException slow) when (!cancellationToken.IsCancellationRequested)
        {
            throw new MailNotSentException("The mail server does not answer.", isFinal: false, slow);
        }
    }

    private MimeMessage Write(Mail mail)
    {
        var from = MailboxAddress.Parse(options.From);
        var message = new MimeMessage
        {
            Subject = mail.Subject,
            MessageId = $"{mail.Id}@{from.Domain}",
            Body = new TextPart("plain") { Text = mail.Body },
        };
        message.From.Add(from);
        message.To.Add(MailboxAddress.Parse(mail.To));
        // Tells out-of-office responders not to reply.
        message.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        return message;
    }

    /// <summary>The mailbox itself was refused; anything else may be better later.</summary>
    private static bool IsFinal(SmtpCommandException refused) =>
        refused.ErrorCode == SmtpErrorCode.RecipientNotAccepted
        && refused.StatusCode
            is SmtpStatusCode.MailboxUnavailable
                or SmtpStatusCode.MailboxNameNotAllowed
                or SmtpStatusCode.UserNotLocalTryAlternatePath;
}
