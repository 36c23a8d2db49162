namespace Agentic.Orchestration.Mailing;

/// <param name="Id">Stable per notice: if a crash sends a mail twice, most mail programs show it once.</param>
/// <param name="Body">Plain text.</param>
internal sealed record Mail(string Id, string To, string Subject, string Body);
