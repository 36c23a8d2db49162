using System.Net;
using System.Net.Mail;
using System.Text;

namespace Agentic.Orchestration.Notifications.Mailing;

/// <summary>Mail over SMTP with the framework's client.</summary>
internal sealed class SmtpMailer(MailOptions options) : IMailer
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    public async Task SendAsync(Mail mail, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Timeout);
        try
        {
            using var client = new SmtpClient(options.Host, options.Port) { EnableSsl = options.Tls, Credentials = options.User is null ? null : new NetworkCredential(options.User, options.Password) };
            using var message = new MailMessage(options.From, mail.To) { Subject = mail.Subject, SubjectEncoding = Encoding.UTF8, Body = mail.Body, BodyEncoding = Encoding.UTF8 };
            message.Headers["Message-ID"] = $"<{mail.Id}@{new MailAddress(options.From).Host}>";
            // Nobody's absence note is an answer to this.
            message.Headers["Auto-Submitted"] = "auto-generated";
            await client.SendMailAsync(message, limit.Token);
        }
        catch (FormatException wrong)
        {
            throw new MailNotSentException("The address has the wrong form.", isFinal: true, wrong);
        }
        catch (SmtpException failed)
        {
            throw new MailNotSentException($"The mail server says: {failed.StatusCode}.", IsFinal(failed), failed);
        }
        catch (OperationCanceledException slow) when (!cancellationToken.IsCancellationRequested)
        {
            throw new MailNotSentException("The mail server does not answer.", isFinal: false, slow);
        }
    }

    private static bool IsFinal(SmtpException failed) => failed.StatusCode is SmtpStatusCode.MailboxUnavailable or SmtpStatusCode.MailboxNameNotAllowed or SmtpStatusCode.UserNotLocalTryAlternatePath;
}
