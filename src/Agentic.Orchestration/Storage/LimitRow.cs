using Agentic.Contracts;

namespace Agentic.Orchestration.Storage;

/// <param name="Entry">What the reservation is for (a run); releasing it gives the room back.</param>
public sealed record LimitRow(string Entry, LimitReservation Reservation, DateTimeOffset At, bool Release);
