using System.Text.Json.Nodes;
using Agentic.Engine.Definitions;
using Agentic.Orchestration.Text;

namespace Agentic.Orchestration.Policies;

/// <summary>Everything a rule may look at: typed arguments, facts, customer, and what limits have used.</summary>
public sealed record PolicyInput(
    JsonObject Values,
    IReadOnlyDictionary<string, Limit> Limits,
    IReadOnlyDictionary<string, long> Used,
    IReadOnlyDictionary<string, JsonNode?> WhenMissing
)
{
    public JsonNode? Find(string path) => References.Walk(Values, path) ?? WhenMissing.GetValueOrDefault(path);

    public bool? HasRoom(string limit) =>
        Limits.GetValueOrDefault(limit) is { } known && Value(known) is { } value && Used.TryGetValue(limit, out var used)
            ? used + value <= known.Maximum
            : null;

    /// <summary>What this action would add to a limit; null when the fact is missing or in another currency.</summary>
    public long? Value(Limit limit) =>
        limit.Sum is null ? 1
        : JsonMoney.Read(Find(limit.Sum)) is { } money && money.Currency == limit.Currency ? money.Minor
        : null;
}
