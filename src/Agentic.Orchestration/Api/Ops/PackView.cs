using Agentic.Contracts;

namespace Agentic.Orchestration.Api.Ops;

/// <param name="Schemas">By action: the JSON schema of its arguments, for edit forms.</param>
/// <param name="Words">What staff call its fields, operations, sources, codes, limits and topics, by text key.</param>
/// <param name="PoliciesHash">Content hash of the policies: their version.</param>
/// <param name="Suspension">The newest use of the kill switch; null when it was never used.</param>
public sealed record PackView(
    string Id,
    string Owner,
    LocalText Purpose,
    IReadOnlyList<string> Actions,
    IReadOnlyDictionary<string, System.Text.Json.Nodes.JsonObject> Schemas,
    SuspensionView? Suspension,
    string PoliciesHash,
    IReadOnlyList<PackActionView> Catalogue,
    IReadOnlyList<LimitView> Limits,
    IReadOnlyDictionary<string, LocalText> Words
);
