namespace Agentic.Orchestration.HandOffs;

/// <param name="Outcome"><c>completed</c> or <c>declined</c>; for an unclear effect <c>executed</c> or
/// <c>notExecuted</c>, also for a payment that nobody reported on (when <c>takesTwo</c>, it counts once two people
/// have said it); for a sample <c>right</c> or <c>wrong</c>; for a workflow's human task one of its outcomes.</param>
public sealed record ResolveHandOff(string Outcome, string Note);
