using System.Security.Claims;
using Agentic.Orchestration.Identity;
using Agentic.Orchestration.Messaging;
using Agentic.Orchestration.Requests;
using Agentic.Orchestration.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Agentic.Orchestration.Api.Ops;

/// <summary>The hosts on this store, and taking one out of service.</summary>
internal static partial class HostEndpoints
{
    public static void MapHosts(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/hosts").WithTags("Hosts");
        group.MapGet("/", ListAsync).WithSummary("The hosts on this store, with what they have in hand (staff).");
        group
            .MapPost("/{id}/draining", DrainAsync)
            .WithSummary(
                "Takes a host out of service within seconds: it finishes what it has in hand, takes on nothing new and is not "
                    + "ready for a load balancer; or lets it work again (ops)."
            );
    }

    private static async Task<Results<Ok<IReadOnlyList<HostView>>, ProblemHttpResult>> ListAsync(
        ClaimsPrincipal user,
        IHostStore hosts,
        TimeProvider time,
        CancellationToken token
    ) =>
        Caller.Of(user).IsStaff
            ? TypedResults.Ok(await ReadAsync(hosts, time.GetUtcNow(), token))
            : new ApiRefusals.StaffOnly("Hosts").ToResult();

    private static async Task<Results<Ok<HostView>, ProblemHttpResult>> DrainAsync(
        string id,
        SetDraining body,
        ClaimsPrincipal user,
        IHostStore hosts,
        TimeProvider time,
        ILoggerFactory logs,
        CancellationToken token
    )
    {
        var caller = Caller.Of(user);
        if (!caller.IsStaff)
        {
            return new ApiRefusals.StaffOnly("Hosts").ToResult();
        }
        if (!caller.Has(Roles.Ops))
        {
            return new ApiRefusals.NeedsRole(Roles.Ops).ToResult();
        }
        var now = time.GetUtcNow();
        if (
            !await hosts.DrainAsync(id, body.Draining ? new(caller.User, now) : null, token)
            || (await ReadAsync(hosts, now, token)).FirstOrDefault(host => host.Id == id) is not { } host
        )
        {
            return new Refusal.Missing().ToResult();
        }
        Asked(logs.CreateLogger(typeof(HostEndpoints)), host.Name, body.Draining, caller.User);
        return TypedResults.Ok(host);
    }

    private static async Task<IReadOnlyList<HostView>> ReadAsync(
        IHostStore hosts,
        DateTimeOffset now,
        CancellationToken token
    ) => [.. (await hosts.ListAsync(now - HostPresence.Forgotten, token)).Select(host => HostView.Of(host, now))];

    [LoggerMessage(4008, LogLevel.Information, "Host {Host} draining: {Draining}, asked by {User}")]
    private static partial void Asked(ILogger logger, string host, bool draining, string user);
}
