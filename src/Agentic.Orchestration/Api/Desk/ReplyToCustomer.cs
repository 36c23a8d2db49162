namespace Agentic.Orchestration.Api.Desk;

public sealed record ReplyToCustomer(string Text);
