using Agentic.Orchestration.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Agentic.Orchestration.Api;

/// <summary>The one place that says what each kind of refusal is in HTTP.</summary>
internal static class RefusalResults
{
    public static int StatusOf(Refusal refusal) => Kind(refusal).Status;

    /// <param name="current">The state now, so that a loser can go on from it.</param>
    public static ProblemHttpResult ToResult(this Refusal refusal, object? current = null)
    {
        var (status, title, field) = Kind(refusal);
        return Problem(status, title, refusal.Detail, field, current);
    }

    /// <summary>What ASP.NET itself refuses before a handler sees it keeps the status that it has there.</summary>
    public static ProblemHttpResult ToResult(this BadHttpRequestException refused, string field, string detail) =>
        Problem(refused.StatusCode, "Invalid input", detail, field);

    private static ProblemHttpResult Problem(
        int status,
        string title,
        string detail,
        string? field = null,
        object? current = null
    )
    {
        var extensions = new Dictionary<string, object?>();
        if (field is not null)
        {
            extensions["errors"] = new Dictionary<string, string[]> { [field] = [detail] };
        }
        if (current is not null)
        {
            extensions["current"] = current;
        }
        return TypedResults.Problem(detail, statusCode: status, title: title, extensions: extensions);
    }

    private static (int Status, string Title, string? Field) Kind(Refusal refusal) =>
        refusal switch
        {
            Refusal.Invalid invalid => (400, "Invalid input", invalid.Field),
            Refusal.NotSignedIn unknown => (401, unknown.Title, unknown.Field),
            Refusal.Forbidden => (403, "Not allowed", null),
            Refusal.Missing missing => (404, missing.Title, missing.Field),
            Refusal.Conflict => (409, "Conflict", null),
            Refusal.TooLarge => (413, "Too large", null),
            Refusal.Unfit unfit => (422, unfit.Title, unfit.Field),
            Refusal.KeyReused => (422, "Idempotency key reused", "Idempotency-Key"),
            Refusal.TooMuch much => (429, much.What, null),
            Refusal.Unexpected unexpected => (500, unexpected.Title, null),
            Refusal.Unavailable => (503, "Not available", null),
            _ => throw new InvalidOperationException($"{refusal.GetType().Name} has no place in HTTP yet."),
        };
}
