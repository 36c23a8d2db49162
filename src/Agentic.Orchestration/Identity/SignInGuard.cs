using Agentic.Orchestration.Storage;
using Microsoft.Extensions.Caching.Memory;

namespace Agentic.Orchestration.Identity;

/// <summary>
/// Slows down whoever guesses an account's password from many addresses, on whatever host. A stranger can keep the account's
/// owner out for a minute at most, and not at all while the owner is at an address where they have signed in before.
/// </summary>
internal sealed class SignInGuard(ISignals signals, TimeProvider time) : ISignalReceiver, IDisposable
{
    /// <summary>Wrong passwords for one account within the window, from anywhere.</summary>
    public const int MaxFailures = 10;

    /// <summary>From one address where the account's owner has signed in before.</summary>
    public const int MaxFailuresAtHome = 20;

    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(30);

    private const string Anywhere = "",
        Refused = "refused",
        Admitted = "admitted";

    private readonly Lock _gate = new();
    private readonly MemoryCache _failures = new(new MemoryCacheOptions { SizeLimit = 10_000 });
    private readonly MemoryCache _known = new(new MemoryCacheOptions { SizeLimit = 10_000 });

    /// <returns>How long to wait; null when it may be tried now.</returns>
    public TimeSpan? GetWait(string user, string origin)
    {
        lock (_gate)
        {
            var isAtHome = _known.TryGetValue((user, origin), out _);
            var failures = Current(isAtHome ? (user, origin) : (user, Anywhere));
            return failures is not null && failures.Count >= (isAtHome ? MaxFailuresAtHome : MaxFailures)
                ? failures.Begun + Window - time.GetUtcNow()
                : null;
        }
    }

    public void Failed(string user, string origin)
    {
        NoteFailure(user, origin);
        signals.Send(new(SignalKinds.SignIn, user, $"{Refused} {origin}"));
    }

    public void Succeeded(string user, string origin)
    {
        NoteSuccess(user, origin);
        signals.Send(new(SignalKinds.SignIn, user, $"{Admitted} {origin}"));
    }

    public void Receive(Signal signal)
    {
        if (signal.Kind == SignalKinds.SignIn && signal.Content.Split(' ', 2) is [var outcome, var origin])
        {
            if (outcome == Refused)
            {
                NoteFailure(signal.Subject, origin);
            }
            else
            {
                NoteSuccess(signal.Subject, origin);
            }
        }
    }

    public void CatchUp()
    {
        // A guess that was missed is a guess more for whoever guesses, once.
    }

    public void Dispose()
    {
        _failures.Dispose();
        _known.Dispose();
    }

    private void NoteFailure(string user, string origin)
    {
        lock (_gate)
        {
            foreach (var key in new[] { (user, Anywhere), (user, origin) })
            {
                var current = Current(key) ?? new(time.GetUtcNow(), 0);
                Keep(_failures, key, current with { Count = current.Count + 1 }, Window);
            }
        }
    }

    private void NoteSuccess(string user, string origin) => Keep(_known, (user, origin), true, Remembered);

    private Failures? Current((string User, string Origin) key) =>
        _failures.TryGetValue(key, out Failures? failures) && failures!.Begun + Window > time.GetUtcNow() ? failures : null;

    private static void Keep<T>(MemoryCache cache, object key, T value, TimeSpan lifetime) =>
        cache.Set(key, value, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = lifetime });

    private sealed record Failures(DateTimeOffset Begun, int Count);
}
