namespace Agentic.Orchestration.Identity.OpenIdConnect;

/// <summary>The provider knows the person; this installation does not let them in.</summary>
internal sealed class NotAdmittedException(string message) : Exception(message);
