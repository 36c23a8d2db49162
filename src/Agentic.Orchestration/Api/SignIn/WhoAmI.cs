namespace Agentic.Orchestration.Api.SignIn;

public sealed record WhoAmI(string User, string Name, IReadOnlyList<string> Roles, string? CustomerId);
