namespace Agentic.Orchestration.Requests;

public sealed record ConversationLine(string From, string Text, DateTimeOffset At, bool ByModel, string? Key = null);
