using System.Collections.Concurrent;
using Agentic.Orchestration.Storage;

namespace Agentic.Orchestration.Approvals;

/// <summary>
/// Who has which approval open, on whatever host. A courtesy between colleagues and no lock: it lives in memory, is gone after
/// a restart, and decides nothing. A claim keeps others off.
/// </summary>
internal sealed class Presence(ISignals signals, TimeProvider time) : ISignalReceiver
{
    /// <summary>Pages say every ten seconds that they are still there.</summary>
    private static readonly TimeSpan Gone = TimeSpan.FromSeconds(25);

    private const string Leaves = "leaves",
        IsThere = "here";

    private readonly ConcurrentDictionary<(string ApprovalId, string User), DateTimeOffset> _seen = new();

    /// <returns>Who else has it open.</returns>
    public IReadOnlyList<string> Update(string approvalId, string user, bool leaving)
    {
        Note(approvalId, user, leaving);
        signals.Send(new(SignalKinds.Presence, approvalId, $"{(leaving ? Leaves : IsThere)} {user}"));
        var now = time.GetUtcNow();
        foreach (var (key, at) in _seen)
        {
            if (now - at > Gone)
            {
                _seen.TryRemove(KeyValuePair.Create(key, at));
            }
        }
        return
        [
            .. _seen
                .Keys.Where(key => key.ApprovalId == approvalId && key.User != user)
                .Select(key => key.User)
                .Order(StringComparer.Ordinal),
        ];
    }

    public void Receive(Signal signal)
    {
        if (signal.Kind == SignalKinds.Presence && signal.Content.Split(' ', 2) is [var what, var user])
        {
            Note(signal.Subject, user, what == Leaves);
        }
    }

    public void CatchUp()
    {
        // Pages say within ten seconds that they are still there.
    }

    private void Note(string approvalId, string user, bool leaving)
    {
        if (leaving)
        {
            _seen.TryRemove((approvalId, user), out _);
        }
        else
        {
            _seen[(approvalId, user)] = time.GetUtcNow();
        }
    }
}
