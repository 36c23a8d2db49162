namespace Agentic.Orchestration.Mailing;

/// <param name="Id">The same for the same news, so that a mail sent twice after a crash shows once in most programs.</param>
/// <param name="Body">Plain text.</param>
public sealed record Mail(string Id, string To, string Subject, string Body);
