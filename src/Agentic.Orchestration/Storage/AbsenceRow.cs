namespace Agentic.Orchestration.Storage;

/// <param name="Deputy">Who stands in; empty for nobody.</param>
public sealed record AbsenceRow(string User, DateTimeOffset Until, string Deputy);
