using System.Globalization;
using System.Threading.RateLimiting;
using Agentic.Orchestration.Security;
using Agentic.Orchestration.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Agentic.Orchestration.Identity;

/// <summary>
/// So many a minute over all hosts on a store, counted there: whoever is sent from host to host gets no more than who stays on
/// one. A host that is alone counts in memory instead.
/// </summary>
internal sealed class SharedWindowLimiter(ITicketStore tickets, TimeProvider time, string counter, int limit, TimeSpan window)
    : RateLimiter
{
    private long _lastUsed = Environment.TickCount64;

    public override TimeSpan? IdleDuration => TimeSpan.FromMilliseconds(Environment.TickCount64 - Volatile.Read(ref _lastUsed));

    /// <param name="context">Of the request that is counted.</param>
    /// <param name="policy">What is limited.</param>
    /// <param name="who">Whose requests count together.</param>
    /// <param name="perMinute">The limit.</param>
    /// <param name="alone">How a host that is alone counts.</param>
    public static RateLimitPartition<string> For(
        HttpContext context,
        string policy,
        string who,
        int perMinute,
        Func<string, RateLimitPartition<string>> alone
    )
    {
        var services = context.RequestServices;
        return services.GetRequiredService<ThisHost>().IsAlone
            ? alone(who)
            : RateLimitPartition.Get(
                who,
                key => new SharedWindowLimiter(
                    services.GetRequiredService<ITicketStore>(),
                    services.GetRequiredService<TimeProvider>(),
                    // Who it is need not be readable in the database.
                    $"rate:{policy}:{services.GetRequiredService<Secrets>().Pseudonym(key)}",
                    perMinute,
                    TimeSpan.FromMinutes(1)
                )
            );
    }

    public override RateLimiterStatistics? GetStatistics() => null;

    /// <summary>Not without asking the store; the caller then waits for <see cref="AcquireAsyncCore"/>.</summary>
    protected override RateLimitLease AttemptAcquireCore(int permitCount) => new Lease(null, false);

    protected override async ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken)
    {
        Volatile.Write(ref _lastUsed, Environment.TickCount64);
        var now = time.GetUtcNow();
        var begun = new DateTimeOffset(now.UtcTicks / window.Ticks * window.Ticks, TimeSpan.Zero);
        var id = string.Create(CultureInfo.InvariantCulture, $"{counter}:{begun.UtcTicks / window.Ticks}");
        var isAdmitted =
            await tickets.UseAsync(id, now, cancellationToken) is not null
            || await tickets.TryAddAsync(new(id, [], limit - 1, begun + window), now, cancellationToken)
            // Another host has begun the window at the same moment.
            || await tickets.UseAsync(id, now, cancellationToken) is not null;
        return new Lease(begun + window - now, isAdmitted);
    }

    private sealed class Lease(TimeSpan? retryAfter, bool isAcquired) : RateLimitLease
    {
        public override bool IsAcquired => isAcquired;

        public override IEnumerable<string> MetadataNames => retryAfter is null ? [] : [MetadataName.RetryAfter.Name];

        public override bool TryGetMetadata(string metadataName, out object? metadata)
        {
            metadata = metadataName == MetadataName.RetryAfter.Name ? retryAfter : null;
            return metadata is not null;
        }
    }
}
