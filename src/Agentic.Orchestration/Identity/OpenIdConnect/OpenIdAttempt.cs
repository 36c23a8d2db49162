namespace Agentic.Orchestration.Identity.OpenIdConnect;

/// <summary>What has to be remembered while the person is at the identity provider.</summary>
internal sealed record OpenIdAttempt(string State, string Nonce, string Verifier, string ReturnTo);
