namespace Agentic.Orchestration.Mailing;

/// <param name="Id">The same for the same news, so that a mail sent twice after a crash shows once in most programs.</param>
/// <param name="Body">Plain text.</param>
public sealed record Mail(string Id, string To, string Subject, string Body);

/// <summary>Hands a mail over to whoever delivers it.</summary>
public interface IMailer
{
    /// <exception cref="MailNotSentException">It was not taken.</exception>
    Task SendAsync(Mail mail, CancellationToken cancellationToken);
}

/// <param name="isFinal">Trying again would not help: no such mailbox.</param>
public sealed class MailNotSentException(string message, bool isFinal, Exception? inner = null) : Exception(message, inner)
{
    public bool IsFinal { get; } = isFinal;
}
