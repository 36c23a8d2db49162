namespace Agentic.Orchestration.Messaging;

/// <summary>Whether this host writes to people by e-mail: hosts on one store must agree.</summary>
internal sealed record MailChannel(bool IsOn);
