using System.Threading.RateLimiting;
using Agentic.Orchestration.Identity;
using Agentic.Orchestration.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Agentic.Orchestration.Api.Customers;

public static class RequestLimits
{
    internal const string SubmitLimit = "submit",
        ActLimit = "act";

    /// <summary>
    /// <c>Limits:RequestsPerMinute</c>: how many requests one account, or one address without an account, may submit;
    /// default 30, and twice as many messages and other acts. <c>Limits:RequestsPerSecond</c>: how many all callers together
    /// may submit to this host; default 2,000. Beyond a limit the answer is 429, and nothing is stored.
    /// </summary>
    public static IServiceCollection AddRequestLimits(this IServiceCollection services, IConfiguration configuration)
    {
        var perMinute = configuration.GetValue("Limits:RequestsPerMinute", 30);
        var perSecond = configuration.GetValue("Limits:RequestsPerSecond", 2000);
        services.AddRateLimiter(limits =>
        {
            limits.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limits.OnRejected = async (rejected, token) =>
            {
                var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after)
                    ? Math.Max(1, (int)Math.Ceiling(after.TotalSeconds))
                    : 60;
                rejected.HttpContext.Response.Headers.RetryAfter = wait.ToString(
                    System.Globalization.CultureInfo.InvariantCulture
                );
                await new SubmissionRefusals.TooManyRequests(wait).ToResult().ExecuteAsync(rejected.HttpContext);
            };
            limits.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context =>
                IsSubmission(context)
                    ? RateLimitPartition.GetTokenBucketLimiter(
                        "all",
                        _ =>
                            new()
                            {
                                TokenLimit = perSecond * Asked(context),
                                TokensPerPeriod = perSecond * Asked(context),
                                ReplenishmentPeriod = TimeSpan.FromSeconds(1),
                                QueueLimit = 0,
                            }
                    )
                    : RateLimitPartition.GetNoLimiter("")
            );
            PerCaller(SubmitLimit, perMinute);
            PerCaller(ActLimit, perMinute * 2);

            void PerCaller(string policy, int most) =>
                limits.AddPolicy(
                    policy,
                    context =>
                        SharedWindowLimiter.For(
                            context,
                            policy,
                            Who(context),
                            most,
                            who =>
                                RateLimitPartition.GetSlidingWindowLimiter(
                                    who,
                                    _ =>
                                        new()
                                        {
                                            PermitLimit = most,
                                            Window = TimeSpan.FromMinutes(1),
                                            SegmentsPerWindow = 6,
                                        }
                                )
                        )
                );
        });
        return services;

        // Whoever has shown who they are is counted by that; everybody else by where they come from.
        static string Who(HttpContext context) =>
            context.User.FindFirst(System.Security.Claims.ClaimTypes.NameIdentifier)?.Value is { } user
            && !user.StartsWith("link:", StringComparison.Ordinal)
                ? user
                : $"visitor {Origin.Of(context)}";
    }

    /// <summary>Where the limit of a caller is counted in the store, the middleware asks twice: at once, and waiting.</summary>
    private static int Asked(HttpContext context) => context.RequestServices.GetRequiredService<ThisHost>().IsAlone ? 1 : 2;

    private static bool IsSubmission(HttpContext context) =>
        HttpMethods.IsPost(context.Request.Method) && context.Request.Path == "/api/requests";
}
