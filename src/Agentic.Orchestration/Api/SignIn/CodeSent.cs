namespace Agentic.Orchestration.Api.SignIn;

/// <param name="Id">Goes with the code.</param>
public sealed record CodeSent(string Id, DateTimeOffset ExpiresAt);
