using Agentic.Contracts;

namespace Agentic.Orchestration.Approvals;

/// <param name="Moved">Money that it paid out, or may be paying out right now; null for none.</param>
/// <param name="At">When its newest effect was begun.</param>
public sealed record EarlierAction(string RequestId, string Sentence, ActionStatus State, Money? Moved, DateTimeOffset At);
