namespace Agentic.Orchestration.Api.Ops;

/// <param name="Queue"><c>planning</c>, <c>execution</c> or <c>notification</c>.</param>
/// <param name="Due">Requests with work in it that is due and not done.</param>
/// <param name="LagSeconds">How long the oldest of it has been due.</param>
public sealed record BacklogView(string Queue, long Due, double LagSeconds);
