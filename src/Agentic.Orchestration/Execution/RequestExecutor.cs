using Agentic.Orchestration.Journal;
using Agentic.Orchestration.Requests;

namespace Agentic.Orchestration.Execution;

/// <summary>Carries a request's actions as far as they go now. Safe to call at any time, any number of times.</summary>
internal sealed class RequestExecutor(RequestJournal journal, ActionRunner runner, TimeProvider time, Microsoft.Extensions.Logging.ILogger<RequestExecutor> log)
{
    private readonly RequestTurns _turns = new();

    public Task ExecuteAsync(string requestId, CancellationToken cancellationToken) => _turns.TakeAsync(requestId, () => DrainAsync(requestId, cancellationToken));

    private async Task DrainAsync(string requestId, CancellationToken cancellationToken)
    {
        while (await journal.FindAsync(requestId, cancellationToken) is { } state && NextDue(state) is { } action)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await runner.AdvanceAsync(state, action, cancellationToken);
            if (await journal.FindAsync(requestId, cancellationToken) is { } after && after.Version == state.Version)
            {
                // Due, but nothing moved it: a defect. The sweep comes back to it; spinning here would help nobody.
                ExecutionLog.NoProgress(log, requestId, action.Ordinal, action.Status);
                return;
            }
        }
    }

    private ActionState? NextDue(RequestState state)
    {
        var now = time.GetUtcNow();
        return state.Actions.FirstOrDefault(action => NextWork.ActionAt(state, action) <= now);
    }
}
