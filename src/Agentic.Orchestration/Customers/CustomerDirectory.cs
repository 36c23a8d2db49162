using System.Text.Json.Nodes;
using Agentic.Orchestration.Connectors;
using Microsoft.Extensions.Caching.Memory;

namespace Agentic.Orchestration.Customers;

/// <summary>
/// Who the customers are and how to reach them, asked of the connector that offers <c>contact</c> and
/// <c>customerByReference</c>; without one nobody is written to and no visitor can be verified.
/// </summary>
internal sealed class CustomerDirectory(ConnectorRegistry connectors) : IDisposable
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(700),
        KeptFor = TimeSpan.FromMinutes(1),
        SilenceKeptFor = TimeSpan.FromSeconds(5);
    private readonly MemoryCache _names = new(new MemoryCacheOptions { SizeLimit = 1000 });

    private const string ContactQuery = "contact",
        OwnerQuery = "customerByReference";

    public bool CanVerify => Connector(OwnerQuery) is not null;

    /// <returns>Null when there is no such customer or no address.</returns>
    /// <exception cref="CustomersUnavailableException">The outside system does not answer; try later.</exception>
    public async Task<Contact?> FindContactAsync(string customerId, CancellationToken cancellationToken) =>
        await AskAsync(ContactQuery, new() { ["customerId"] = customerId }, cancellationToken) is { } found
        && Text(found["email"]) is { } email
            ? new(Text(found["name"]) ?? "", email, Text(found["locale"]) ?? "en")
            : null;

    /// <returns>Null when nobody can say, because no connector knows customers.</returns>
    /// <exception cref="CustomersUnavailableException">The outside system does not answer; try later.</exception>
    public async Task<bool?> ExistsAsync(string customerId, CancellationToken cancellationToken) =>
        Connector(ContactQuery) is null
            ? null
            : await AskAsync(ContactQuery, new() { ["customerId"] = customerId }, cancellationToken) is not null;

    /// <summary>For display only: null also when the outside system does not answer within a moment.</summary>
    public async Task<string?> FindNameAsync(string customerId, CancellationToken cancellationToken)
    {
        if (_names.TryGetValue(customerId, out string? known))
        {
            return known;
        }
        // A missing answer is cached too, but more briefly: a system that is down is not asked at every look at an approval.
        var name = await AskNameAsync(customerId, cancellationToken);
        return _names.Set(
            customerId,
            name,
            new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = name is null ? SilenceKeptFor : KeptFor }
        );
    }

    public void Dispose() => _names.Dispose();

    private async Task<string?> AskNameAsync(string customerId, CancellationToken cancellationToken)
    {
        using var moment = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        moment.CancelAfter(Moment);
        try
        {
            return (await FindContactAsync(customerId, moment.Token))?.Name is { Length: > 0 } name ? name : null;
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <param name="reference">What the customer has in hand, such as the number of an order.</param>
    /// <returns>The customer that the reference and the address both belong to; null when there is none.</returns>
    /// <exception cref="CustomersUnavailableException">The outside system does not answer; try later.</exception>
    public async Task<string?> FindByReferenceAsync(string reference, string email, CancellationToken cancellationToken) =>
        await AskAsync(OwnerQuery, new() { ["reference"] = reference, ["email"] = email }, cancellationToken) is { } found
            ? Text(found["customerId"])
            : null;

    /// <summary>What is no text is none: an outside system may answer with anything.</summary>
    private static string? Text(JsonNode? value) =>
        value is JsonValue scalar && scalar.TryGetValue<string>(out var text) && text.Length > 0 ? text : null;

    private async Task<JsonObject?> AskAsync(string query, JsonObject arguments, CancellationToken cancellationToken) =>
        Connector(query) is not { } connector
            ? null
            : await connector.QueryAsync(query, arguments, cancellationToken) switch
            {
                QueryResult.Found { Value: var value } => value["found"] is JsonValue known
                && known.TryGetValue<bool>(out var found)
                && !found
                    ? null
                    : value,
                QueryResult.Unavailable unavailable => throw new CustomersUnavailableException(unavailable.Reason),
                var other => throw new CustomersUnavailableException($"{other.GetType().Name} is no answer to '{query}'."),
            };

    private IConnector? Connector(string query) =>
        connectors.Operations.FirstOrDefault(operation => operation.Name == query) is { } known
            ? connectors.Find(known.Connector)
            : null;
}
