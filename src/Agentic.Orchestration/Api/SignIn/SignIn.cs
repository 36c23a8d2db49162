namespace Agentic.Orchestration.Api.SignIn;

/// <param name="Cookie">For browsers: the session comes as a cookie that no script can read, not as a token.</param>
public sealed record SignIn(string User, string Password, bool Cookie = false);
