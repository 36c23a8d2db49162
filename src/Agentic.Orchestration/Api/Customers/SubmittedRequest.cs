using Agentic.Contracts;

namespace Agentic.Orchestration.Api.Customers;

public sealed record SubmittedRequest(string Id, RequestStatus State, string Link);
