using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Agentic.Orchestration.Requests;

/// <summary>An expected no: what it means for HTTP, what the caller can do, and which field it is about.</summary>
public sealed record Refusal(int Status, string Title, string Detail, string? Field = null)
{
    public static Refusal NotFound { get; } = new(404, "Not found", "There is no such object, or it is not yours to see.");

    public static Refusal Forbidden(string detail) => new(403, "Not allowed", detail);

    public static Refusal Conflict(string detail) => new(409, "Conflict", detail);

    public static Refusal Invalid(string field, string detail) => new(400, "Invalid input", detail, field);

    /// <param name="current">The state now, so that a loser can go on from it.</param>
    public ProblemHttpResult ToResult(object? current = null)
    {
        var extensions = new Dictionary<string, object?>();
        if (Field is not null)
        {
            extensions["errors"] = new Dictionary<string, string[]> { [Field] = [Detail] };
        }
        if (current is not null)
        {
            extensions["current"] = current;
        }
        return TypedResults.Problem(Detail, statusCode: Status, title: Title, extensions: extensions);
    }
}
