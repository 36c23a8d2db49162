namespace Agentic.Orchestration.Api.SignIn;

/// <summary>A JSON Web Token that a trusted system has signed for one of its customers.</summary>
public sealed record Assertion(string Value, bool Cookie = false);
