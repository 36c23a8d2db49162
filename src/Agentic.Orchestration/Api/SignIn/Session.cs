namespace Agentic.Orchestration.Api.SignIn;

/// <param name="Token">Send it as <c>Authorization: Bearer …</c>; null when the session came as a cookie.</param>
public sealed record Session(string? Token);
