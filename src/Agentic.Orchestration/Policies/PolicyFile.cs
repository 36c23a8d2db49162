using System.Text.Json.Nodes;
using Agentic.Contracts;

namespace Agentic.Orchestration.Policies;

/// <summary>policies.yaml</summary>
/// <param name="Conditions">Written once and used as <c>{ holds: name }</c>; one may use those before it.</param>
/// <param name="Rules">Written once and used by several rule sets as <c>- use: id</c>.</param>
internal sealed record PolicyFile(
    IReadOnlyDictionary<string, RuleSetFile> RuleSets,
    IReadOnlyDictionary<string, JsonNode>? Conditions = null,
    IReadOnlyDictionary<string, RuleFile>? Rules = null,
    IReadOnlyDictionary<string, LimitFile>? Limits = null,
    IReadOnlyDictionary<string, FactFile>? Facts = null,
    IReadOnlyDictionary<string, DecisionFile>? Decisions = null
);

internal sealed record FactFile(JsonNode? WhenMissing);

internal sealed record RuleSetFile(IReadOnlyList<RuleFile> Rules);

/// <param name="Use">In place of all else: the id of one of the file's shared rules.</param>
/// <param name="Outcome"><c>allow</c>, <c>approve</c>, <c>handOff</c> or <c>deny</c>, which denies everyone.</param>
/// <param name="Deny">In place of an outcome: <c>everyone</c>, or <c>automation</c>, which lets an employee ask for
/// an approval.</param>
/// <param name="HandOff">In place of an outcome: <c>automation</c>. A customer's wish goes to a person, who may ask
/// for an approval.</param>
internal sealed record RuleFile(
    string? Id = null,
    string? Use = null,
    JsonNode? When = null,
    ReasonFile? Reason = null,
    string? Outcome = null,
    string? Deny = null,
    string? HandOff = null,
    ApprovalDemandFile? Approval = null,
    LocalText? Instead = null,
    string Mode = "enforce",
    bool Conceal = false
);

internal sealed record ReasonFile(LocalText Staff, LocalText Customer);

internal sealed record LimitFile(string Per, TimeSpan Window, JsonNode Maximum, string? Sum = null, string Counts = "all");

internal sealed record DecisionFile(IReadOnlyList<DecisionRowFile> Rows, string Otherwise);

internal sealed record DecisionRowFile(JsonNode When, string Outcome);
