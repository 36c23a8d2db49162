namespace Agentic.Orchestration.Requests;

/// <param name="Lines">Lines of the conversation that e-mail has dealt with.</param>
public sealed record NotificationState(int Lines = 0, int Attempt = 0, DateTimeOffset? RetryAt = null);
