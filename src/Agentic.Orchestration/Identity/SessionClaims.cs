namespace Agentic.Orchestration.Identity;

internal static class SessionClaims
{
    public const string Customer = "customer",
        Request = "request",
        RequestOwner = "request-owner",
        Session = "session";
}
