namespace Agentic.Orchestration.Customers;

/// <param name="Locale">The language that the customer gets mail in when no request says otherwise.</param>
internal sealed record Contact(string Name, string Email, string Locale);
