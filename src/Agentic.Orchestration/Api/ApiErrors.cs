using System.Text.Json;
using Agentic.Orchestration.Requests;
using Agentic.Orchestration.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Agentic.Orchestration.Api;

/// <summary>
/// Errors as problem+json: a wrong body names its field; anything unexpected tells the caller nothing but an id.
/// </summary>
public static partial class ApiErrors
{
    public static IServiceCollection AddApiErrors(this IServiceCollection services)
    {
        services.AddProblemDetails(problems =>
            problems.CustomizeProblemDetails = context =>
                context.ProblemDetails.Detail ??= context.HttpContext.Response.StatusCode switch
                {
                    401 => "Sign in with POST /api/session and send the token as 'Authorization: Bearer …'.",
                    404 => "There is no such route; see /openapi/v1.json.",
                    405 => "This route does not know this method; see /openapi/v1.json.",
                    415 => "Send JSON with 'Content-Type: application/json'.",
                    _ => null,
                }
        );
        // Also outside Development: the handler below turns it into an answer that names the field.
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        return services.AddExceptionHandler<Handler>();
    }

    public static void UseApiErrors(this WebApplication app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages();
    }

    private sealed partial class Handler(ILogger<Handler> log) : IExceptionHandler
    {
        public async ValueTask<bool> TryHandleAsync(
            HttpContext httpContext,
            Exception exception,
            CancellationToken cancellationToken
        )
        {
            var problem = exception switch
            {
                BadHttpRequestException { InnerException: JsonException json } => new Refusal.Invalid(
                    Field(json),
                    Explain(json)
                ).ToResult(),
                BadHttpRequestException { StatusCode: 413 } => new ApiRefusals.BodyTooLarge().ToResult(),
                BadHttpRequestException bad => bad.ToResult(Parameter(bad.Message), Plain(bad.Message)),
                StoreOutcomeUnknownException => new ApiRefusals.StoreSilent().ToResult(),
                StoreUnavailableException => new ApiRefusals.StoreAway().ToResult(),
                _ => null,
            };
            if (problem is null)
            {
                Unexpected(log, exception, httpContext.TraceIdentifier);
                problem = new ApiRefusals.OurFault(httpContext.TraceIdentifier).ToResult();
            }
            httpContext.Response.StatusCode = problem.StatusCode;
            await problem.ExecuteAsync(httpContext);
            return true;
        }

        /// <summary>The framework speaks of parameters and services; callers know bodies and queries.</summary>
        private static string Plain(string message) =>
            message.Contains("body", StringComparison.OrdinalIgnoreCase)
                ? "The body must be a JSON object; see /openapi/v1.json for its fields."
                : "The value has the wrong form.";

        private static string Parameter(string message) =>
            message.Split('"') is [_, var declared, ..] && message.StartsWith("Failed to bind", StringComparison.Ordinal)
                ? declared.Split(' ')[^1]
                : "body";

        private static string Field(JsonException json) =>
            json.Path is { Length: > 2 } path ? path[2..] : Quoted(json.Message) ?? "body";

        /// <summary>The serializer's own sentence, without type names of ours.</summary>
        private static string Explain(JsonException json) =>
            json.Message.Contains("could not be mapped", StringComparison.Ordinal) ? $"There is no field '{Field(json)}' here."
            : json.Message.Contains("missing required", StringComparison.Ordinal) ? $"'{Field(json)}' is required."
            : json.Path is { Length: > 2 } ? $"'{Field(json)}' has the wrong type or form."
            : "The body must be a JSON object.";

        private static string? Quoted(string message)
        {
            var parts = message.Split('\'');
            return message.Contains("required", StringComparison.Ordinal) && parts.Length >= 4 ? parts[^2]
                : parts.Length >= 3 && message.Contains("JSON property", StringComparison.Ordinal) ? parts[1]
                : null;
        }

        [LoggerMessage(5001, LogLevel.Error, "Request {TraceId} failed")]
        private static partial void Unexpected(ILogger logger, Exception exception, string traceId);
    }
}
