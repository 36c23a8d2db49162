using System.Text.Json.Nodes;
using Agentic.Orchestration.Connectors;
using Agentic.Orchestration.Requests;
using Microsoft.Extensions.Caching.Memory;

namespace Agentic.Orchestration.HandOffs;

/// <summary>
/// The facts for whoever takes a request over. They are read when somebody looks, with the queries that an agent may ask
/// about this customer: whatever the automaton saw may have changed since.
/// </summary>
internal sealed class CustomerContextReader(ConnectorRegistry connectors, TimeProvider time) : IDisposable
{
    private const int Shown = 5;
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(2),
        KeptFor = TimeSpan.FromSeconds(30),
        SilenceKeptFor = TimeSpan.FromSeconds(5);
    private readonly MemoryCache _known = new(new MemoryCacheOptions { SizeLimit = 1000 });

    /// <returns>At most five objects: those that the request mentions, or any when it mentions none. Objects of a
    /// system that does not answer within two seconds are missing.</returns>
    public async Task<IReadOnlyList<HandOffFact>> ReadAsync(RequestState state, CancellationToken cancellationToken)
    {
        var facts =
            state.IsVisitor ? []
            : _known.TryGetValue(state.CustomerId, out IReadOnlyList<HandOffFact>? known) ? known!
            : await ReadAllAsync(state.CustomerId, cancellationToken);
        var words = string.Join(
            ' ',
            [
                .. state.Conversation.Select(line => line.Text),
                .. state.Actions.Select(action => action.Arguments.ToJsonString()),
            ]
        );
        return
        [
            .. (
                facts.Where(fact => words.Contains(fact.About.TrimStart('#'), StringComparison.OrdinalIgnoreCase)).ToArray()
                    is { Length: > 0 } named
                    ? named
                    : [.. facts]
            ).Take(Shown),
        ];
    }

    public void Dispose() => _known.Dispose();

    private async Task<IReadOnlyList<HandOffFact>> ReadAllAsync(string customerId, CancellationToken cancellationToken)
    {
        var (facts, isComplete) = (new List<HandOffFact>(), true);
        foreach (
            var (connector, query) in connectors.CustomerQueries.Where(known =>
                known.Query.IdMember is not null && known.Query.Schema["required"] is null or JsonArray { Count: 0 }
            )
        )
        {
            if (await AskAsync(connector, query, customerId, cancellationToken) is { } found)
            {
                facts.AddRange(
                    found
                        .SelectMany(member => (member.Value as JsonArray ?? []).OfType<JsonObject>())
                        .Where(one => one[query.IdMember!] is not null)
                        .Select(one => new HandOffFact(
                            one[query.IdMember!]!.ToString(),
                            Values(one),
                            $"{connector.Name}.{query.Name}",
                            time.GetUtcNow()
                        ))
                );
            }
            else
            {
                isComplete = false;
            }
        }
        // Open pages reload on every change, so facts are cached for 30 seconds, or 5 when a system did not answer.
        return _known.Set<IReadOnlyList<HandOffFact>>(
            customerId,
            facts,
            new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = isComplete ? KeptFor : SilenceKeptFor }
        );
    }

    private static async Task<JsonObject?> AskAsync(
        IConnector connector,
        CustomerQuery query,
        string customerId,
        CancellationToken cancellationToken
    )
    {
        using var moment = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        moment.CancelAfter(Moment);
        try
        {
            return (await connector.AskAsync(query.Name, [], customerId, moment.Token) as QueryResult.Found)?.Value;
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private static JsonObject Values(JsonObject one)
    {
        var values = new JsonObject();
        // Items first: a reader wants to know what the object is before its status.
        if (
            one.Select(member => member.Value)
                .OfType<JsonArray>()
                .FirstOrDefault(pieces =>
                    pieces.Count > 0 && pieces.All(piece => piece is JsonObject && piece["label"] is not null)
                ) is
            { } found
        )
        {
            values["items"] = new JsonArray([
                .. found.Select(piece => new JsonObject
                {
                    ["label"] = piece!["label"]!.DeepClone(),
                    ["quantity"] = piece["quantity"]?.DeepClone(),
                }),
            ]);
        }
        foreach (var (name, value) in one)
        {
            if (name is "found" or "version" or "currency" || name.EndsWith("Id", StringComparison.Ordinal))
            {
                continue;
            }
            if (value is JsonValue || IsMoney(value))
            {
                values[name] = value!.DeepClone();
            }
        }
        return values;
    }

    private static bool IsMoney(JsonNode? value) =>
        value is JsonObject { Count: 2 } money && money["amount"] is not null && money["currency"] is not null;
}
