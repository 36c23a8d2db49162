using Agentic.Orchestration.Messaging;
using Agentic.Orchestration.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Agentic.Orchestration.Api.Ops;

public static class HealthEndpoints
{
    /// <summary>Whether the process runs, and whether it can do its work: all that a worker answers.</summary>
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes
            .MapGet("/health/live", () => TypedResults.Ok(new { status = "live" }))
            .AllowAnonymous()
            .WithTags("Health")
            .WithSummary("The process runs.");
        routes
            .MapGet("/health/ready", ReadyAsync)
            .AllowAnonymous()
            .WithTags("Health")
            .WithSummary("Store and bus can be used.");
    }

    private static async Task<IResult> ReadyAsync(
        IWakeUpStore wakeUps,
        HostPresence presence,
        HostDrain drain,
        BusHealth bus,
        CancellationToken token
    )
    {
        // Why is for the log: whoever asks here may be anybody.
        var (store, messages) = (
            await IsReadAsync(wakeUps, token) && presence.Problem is null ? "ok" : "nothing can be written",
            drain.IsOut ? "left: this host is drained"
            : bus.IsReady ? "ok"
            : "not connected; requests are accepted and wait"
        );
        var isReady = (store, messages) is ("ok", "ok");
        return TypedResults.Json(
            new
            {
                status = drain.IsOut ? "draining"
                : isReady ? "ready"
                : "degraded",
                store,
                bus = messages,
            },
            statusCode: isReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable
        );
    }

    private static async Task<bool> IsReadAsync(IWakeUpStore wakeUps, CancellationToken token)
    {
        try
        {
            await wakeUps.FindNextDueAsync(token);
            return true;
        }
        catch (StoreUnavailableException)
        {
            return false;
        }
    }
}
