namespace Agentic.Orchestration.Mailing;

/// <param name="isFinal">Trying again would not help: no such mailbox.</param>
internal sealed class MailNotSentException(string message, bool isFinal, Exception? inner = null) : Exception(message, inner)
{
    public bool IsFinal { get; } = isFinal;
}
