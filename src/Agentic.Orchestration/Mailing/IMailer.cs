namespace Agentic.Orchestration.Mailing;

/// <summary>Hands a mail over to whoever delivers it.</summary>
internal interface IMailer
{
    /// <exception cref="MailNotSentException">It was not taken.</exception>
    Task SendAsync(Mail mail, CancellationToken cancellationToken);
}
