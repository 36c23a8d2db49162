namespace Agentic.Orchestration.Storage;

/// <summary>Somebody who signed in with an identity provider.</summary>
public sealed record AccountRow(string User, string Name, string Email, IReadOnlyList<string> Roles, DateTimeOffset At);
