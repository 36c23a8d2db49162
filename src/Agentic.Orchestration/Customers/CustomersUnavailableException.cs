namespace Agentic.Orchestration.Customers;

/// <summary>The system that knows the customers does not answer now; try later.</summary>
internal sealed class CustomersUnavailableException(string message) : Exception(message);
