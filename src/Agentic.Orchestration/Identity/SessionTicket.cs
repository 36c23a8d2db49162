namespace Agentic.Orchestration.Identity;

public sealed record SessionTicket(SessionKind Kind, string Subject);
