using System.Globalization;
using System.Threading.RateLimiting;
using Agentic.Orchestration.Security;
using Agentic.Orchestration.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Agentic.Orchestration.Identity;

/// <summary>
/// So many a minute over all hosts on a store, counted there: whoever is sent from host to host gets no more than who stays on
/// one. A host takes a tenth of the limit at a time, so that few requests pay for a write; what it took and did not need is lost
/// to the others until the minute is over. A host that is alone counts in memory instead.
/// </summary>
internal sealed class SharedWindowLimiter(ITicketStore tickets, TimeProvider time, string counter, int limit, TimeSpan window)
    : RateLimiter
{
    private readonly SemaphoreSlim _turn = new(1);
    private long _lastUsed = Environment.TickCount64;
    private long _number;
    private int _taken;
    private bool _isUsedUp;

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
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var now = time.GetUtcNow();
            var number = now.UtcTicks / window.Ticks;
            var end = new DateTimeOffset((number + 1) * window.Ticks, TimeSpan.Zero);
            if (number != _number)
            {
                (_number, _taken, _isUsedUp) = (number, 0, false);
            }
            if (_taken == 0 && !_isUsedUp)
            {
                _taken = await TakeAsync(number, end, now, cancellationToken);
                // Refused once, it stays refused until the minute is over: a flood costs the store nothing.
                _isUsedUp = _taken == 0;
            }
            var isAdmitted = _taken > 0;
            _taken -= isAdmitted ? 1 : 0;
            return new Lease(end - now, isAdmitted);
        }
        finally
        {
            _turn.Release();
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _turn.Dispose();
        }
        base.Dispose(disposing);
    }

    /// <returns>How many were left to take, up to a tenth of the limit.</returns>
    private async Task<int> TakeAsync(long number, DateTimeOffset end, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"{counter}:{number}");
        var share = Math.Max(1, limit / 10);
        if (
            await tickets.UseAsync(id, now, cancellationToken, share) is not null
            || await tickets.TryAddAsync(new(id, [], limit - share, end), now, cancellationToken)
            // Another host has begun the window at the same moment.
            || await tickets.UseAsync(id, now, cancellationToken, share) is not null
        )
        {
            return share;
        }
        return await tickets.UseAsync(id, now, cancellationToken) is null ? 0 : 1;
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
