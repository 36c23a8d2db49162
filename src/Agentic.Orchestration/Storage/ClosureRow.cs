using Agentic.Contracts;

namespace Agentic.Orchestration.Storage;

/// <param name="Assisted">A person had to decide or to take over.</param>
public sealed record ClosureRow(DateTimeOffset At, RequestStatus Status, bool Assisted);
