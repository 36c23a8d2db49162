namespace Agentic.Orchestration.Api.SignIn;

/// <param name="Cookie">For browsers: the session comes as a cookie.</param>
public sealed record EnterCode(string Id, string Code, bool Cookie = false);
