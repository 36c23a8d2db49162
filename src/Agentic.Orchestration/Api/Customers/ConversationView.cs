namespace Agentic.Orchestration.Api.Customers;

/// <param name="Kind">Key of the pack text that it is, such as <c>action.denied</c>; <c>question</c> for a question;
/// null for free words.</param>
public sealed record ConversationView(string From, string Text, DateTimeOffset At, bool ByModel, string? Kind);
