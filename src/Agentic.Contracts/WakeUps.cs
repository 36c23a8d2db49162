namespace Agentic.Contracts;

/// <summary>
/// Messages on the bus are wake-ups: an id and nothing else. What is to be done is read from the journal, so a lost,
/// late or doubled message changes nothing.
/// </summary>
public sealed record PlanRequest(string RequestId);

/// <inheritdoc cref="PlanRequest"/>
public sealed record ExecuteRequest(string RequestId);

/// <inheritdoc cref="PlanRequest"/>
public sealed record NotifyPeople(string RequestId);
