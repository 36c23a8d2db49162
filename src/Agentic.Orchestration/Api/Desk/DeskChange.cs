using Agentic.Contracts;

namespace Agentic.Orchestration.Api.Desk;

/// <param name="Kind">What changed: always <c>request</c>; read it again.</param>
/// <param name="State">The request's state now.</param>
public sealed record DeskChange(string Kind, string RequestId, long Version, RequestStatus? State = null);
