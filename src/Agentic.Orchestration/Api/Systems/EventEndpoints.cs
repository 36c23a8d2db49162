using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Agentic.Contracts;
using Agentic.Orchestration.Connectors;
using Agentic.Orchestration.OutsideEvents;
using Agentic.Orchestration.Packs;
using Agentic.Orchestration.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;

namespace Agentic.Orchestration.Api.Systems;

/// <summary>
/// Where outside systems report. <c>Events:{source}:Secret</c> names a source and what it signs with:
/// <c>X-Signature: sha256=</c> and the hex HMAC-SHA256 of the body.
/// </summary>
public static class EventEndpoints
{
    private const int MaxKey = 200;

    public static void MapOutsideEvents(this IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/api/events/{source}", ReceiveAsync)
            .AllowAnonymous()
            .WithTags("Events")
            .WithSummary(
                "An outside system reports {id, type, key, data}; signed, deduplicated by id, correlated by business key."
            );

    private static async Task<IResult> ReceiveAsync(
        string source,
        HttpRequest request,
        IConfiguration configuration,
        EventDelivery delivery,
        ConnectorRegistry connectors,
        CancellationToken token
    )
    {
        using var buffer = new MemoryStream();
        await request.Body.CopyToAsync(buffer, token);
        var body = buffer.ToArray();
        // Configuration keys ignore case, but source names do not, so they are compared here.
        var secret = configuration.GetSection("Events").GetChildren().FirstOrDefault(known => known.Key == source)?["Secret"];
        if (!IsSigned(secret, request.Headers["X-Signature"].ToString(), body))
        {
            return new EventRefusals.NotSigned().ToResult();
        }
        if (Parse(body) is not { } said)
        {
            return new Refusal.Invalid("body", "Must be a JSON object.").ToResult();
        }
        foreach (var field in new[] { "id", "type", "key" })
        {
            if (said[field] is not JsonValue value || !value.TryGetValue<string>(out var text) || text.Length is 0 or > MaxKey)
            {
                return new Refusal.Invalid(field, $"Must be text with 1 to {MaxKey} characters.").ToResult();
            }
        }
        if (said["data"] is not (null or JsonObject))
        {
            return new Refusal.Unfit("data", "Must be a JSON object.").ToResult();
        }
        if (connectors.Find(source)?.Events is { Count: > 0 } known)
        {
            if (!known.TryGetValue((string)said["type"]!, out var schema))
            {
                return new Refusal.Unfit("type", $"Must be one of {string.Join(", ", known.Keys)}.").ToResult();
            }
            // A member that is null says as much as one that is left out.
            var data = new JsonObject(
                (said["data"] as JsonObject ?? [])
                    .Where(member => member.Value is not null)
                    .Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone()))
            );
            if (SchemaCheck.Check(data, schema, "data").FirstOrDefault() is { Path: not null } wrong)
            {
                return new Refusal.Unfit(wrong.Path, wrong.Error).ToResult();
            }
        }
        try
        {
            var reported = new OutsideEventReceived(
                source,
                (string)said["id"]!,
                (string)said["type"]!,
                (string)said["key"]!,
                (JsonObject?)said["data"]?.DeepClone() ?? [],
                Tracked: true
            );
            var reached = await delivery.DeliverAsync(reported, body, token);
            return reached > 0
                ? TypedResults.Ok(new { requests = reached })
                : new EventRefusals.NotKnownYet(reported.Key).ToResult();
        }
        catch (EventIdReusedException reused)
        {
            return new EventRefusals.IdReused(reused.Message).ToResult();
        }
    }

    private static bool IsSigned(string? secret, string signature, byte[] body) =>
        !string.IsNullOrEmpty(secret)
        && CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(
                "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body))
            ),
            Encoding.ASCII.GetBytes(signature)
        );

    private static JsonObject? Parse(byte[] body)
    {
        try
        {
            return JsonNode.Parse(body) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
