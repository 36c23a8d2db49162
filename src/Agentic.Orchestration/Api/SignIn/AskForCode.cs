namespace Agentic.Orchestration.Api.SignIn;

/// <param name="OrderId">An order of the customer's.</param>
/// <param name="Email">The e-mail address that the order was placed with.</param>
public sealed record AskForCode(string OrderId, string Email, string? Locale = null);
