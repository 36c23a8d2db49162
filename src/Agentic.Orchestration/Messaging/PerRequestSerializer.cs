using System.Collections.Concurrent;

namespace Agentic.Orchestration.Messaging;

/// <summary>
/// One caller at a time per request on this host. A second one leaves a mark instead of waiting, and the first goes
/// round again: no wake-up is lost and no thread is held. Correctness does not rest on it; versions decide.
/// </summary>
internal sealed class PerRequestSerializer
{
    private readonly ConcurrentDictionary<string, Turn> _turns = new();

    public async Task RunAsync(string requestId, Func<Task> work)
    {
        var mine = new Turn();
        while (!_turns.TryAdd(requestId, mine))
        {
            if (_turns.TryGetValue(requestId, out var running) && running.TryMark())
            {
                return;
            }
        }
        try
        {
            do
            {
                await work();
            } while (!mine.TryClose());
        }
        finally
        {
            mine.Close();
            _turns.TryRemove(requestId, out _);
        }
    }

    private sealed class Turn
    {
        private bool _marked,
            _closed;

        public bool TryMark()
        {
            lock (this)
            {
                _marked |= !_closed;
                return !_closed;
            }
        }

        /// <summary>False when somebody left a mark: there may be more to do.</summary>
        public bool TryClose()
        {
            lock (this)
            {
                (_closed, _marked) = (!_marked, false);
                return _closed;
            }
        }

        public void Close()
        {
            lock (this)
            {
                _closed = true;
            }
        }
    }
}
