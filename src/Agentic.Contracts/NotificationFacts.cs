namespace Agentic.Contracts;

/// <summary>The customer got an e-mail, or none could be delivered.</summary>
/// <param name="Lines">How many lines of the conversation are dealt with now.</param>
/// <param name="NotSent">Why no e-mail was sent; null when one was.</param>
public sealed record CustomerNotified(int Lines, string? NotSent = null) : JournalEvent;

/// <summary>Those who may decide were written to.</summary>
/// <param name="Stage">1: asked, 2: reminded, 3: escalated.</param>
/// <param name="Sent">How many e-mails; 0 when nobody with the role has an address.</param>
public sealed record ApproversNotified(string ApprovalId, int Stage, int Sent) : JournalEvent;

/// <summary>Mail could not be handed over; it is tried again.</summary>
public sealed record NotificationPostponed(string Reason, int Attempt, DateTimeOffset RetryAt) : JournalEvent;
