using Agentic.Contracts;

namespace Agentic.Orchestration.Requests;

/// <param name="Taken">It has been used up; no other step may go on with it.</param>
public sealed record ReportedEvent(OutsideEventReceived Event, DateTimeOffset At, OutsideEventTaken? Taken = null);
