using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Agentic.Orchestration.Requests;

public static class RequestsDoor
{
    internal const string SubmitLimit = "submit";

    /// <summary><c>Limits:RequestsPerMinute</c>: how many requests one account may submit. Default 30; beyond it 429, and nothing is stored.</summary>
    public static IServiceCollection AddRequests(this IServiceCollection services, IConfiguration configuration)
    {
        var perMinute = configuration.GetValue("Limits:RequestsPerMinute", 30);
        services.AddRateLimiter(limits =>
        {
            limits.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limits.OnRejected = async (rejected, token) =>
            {
                rejected.HttpContext.Response.Headers.RetryAfter = "60";
                await new Http.Refusal(429, "Too many requests", "Try again in a minute. Nothing was stored.").ToResult().ExecuteAsync(rejected.HttpContext);
            };
            limits.AddPolicy(SubmitLimit, context => RateLimitPartition.GetSlidingWindowLimiter(
                context.User.FindFirst(System.Security.Claims.ClaimTypes.NameIdentifier)?.Value ?? "", _ => new() { PermitLimit = perMinute, Window = TimeSpan.FromMinutes(1), SegmentsPerWindow = 6 }));
        });
        return services.AddSingleton<RequestCommands>();
    }

    public static void MapRequestRoutes(this IEndpointRouteBuilder routes) => routes.MapRequests();
}
