namespace Agentic.Orchestration.Identity;

/// <param name="Epoch">The subject's epoch when the session was begun; 0 for a link.</param>
internal sealed record SessionTicket(SessionKind Kind, string Subject, long Epoch = 0);
