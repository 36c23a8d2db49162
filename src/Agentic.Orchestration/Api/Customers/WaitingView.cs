namespace Agentic.Orchestration.Api.Customers;

/// <param name="For"><c>customer</c>, <c>approval</c>, <c>employee</c>, <c>system</c>.</param>
public sealed record WaitingView(string For, string What, DateTimeOffset? Until);
