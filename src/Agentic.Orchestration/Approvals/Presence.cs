using System.Collections.Concurrent;

namespace Agentic.Orchestration.Approvals;

/// <summary>
/// Who has which approval open. A courtesy between colleagues and no lock: it lives in memory, is gone after a restart,
/// and decides nothing. A claim keeps others off.
/// </summary>
internal sealed class Presence(TimeProvider time)
{
    /// <summary>Pages say every ten seconds that they are still there.</summary>
    private static readonly TimeSpan Gone = TimeSpan.FromSeconds(25);

    private readonly ConcurrentDictionary<(string ApprovalId, string User), DateTimeOffset> _seen = new();

    /// <returns>Who else has it open.</returns>
    public IReadOnlyList<string> Update(string approvalId, string user, bool leaving)
    {
        var now = time.GetUtcNow();
        if (leaving)
        {
            _seen.TryRemove((approvalId, user), out _);
        }
        else
        {
            _seen[(approvalId, user)] = now;
        }
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
}
