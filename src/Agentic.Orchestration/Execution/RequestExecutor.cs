using Agentic.Orchestration.Journal;
using Agentic.Orchestration.Messaging;
using Agentic.Orchestration.Requests;

namespace Agentic.Orchestration.Execution;

/// <summary>Carries a request's actions as far as they go now. Safe to call at any time, any number of times.</summary>
internal sealed class RequestExecutor(
    RequestJournal journal,
    ActionRunner runner,
    ActionFailures failures,
    WorkLease lease,
    TimeProvider time,
    Microsoft.Extensions.Logging.ILogger<RequestExecutor> log
) : IWakeUpHandler
{
    private readonly PerRequestSerializer _turns = new();

    Task IWakeUpHandler.HandleAsync(string requestId, CancellationToken cancellationToken) =>
        ExecuteAsync(requestId, cancellationToken);

    public Task ExecuteAsync(string requestId, CancellationToken cancellationToken) =>
        _turns.RunAsync(
            requestId,
            () =>
                lease.HoldAsync(
                    requestId,
                    NextWork.Execution,
                    () => DrainAsync(requestId, cancellationToken),
                    cancellationToken
                )
        );

    private async Task DrainAsync(string requestId, CancellationToken cancellationToken)
    {
        var broken = new HashSet<int>();
        while (
            await journal.FindAsync(requestId, cancellationToken) is { } state && NextDue(state, broken) is var (action, work)
        )
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                await runner.AdvanceAsync(state, action, work, cancellationToken);
            }
            catch (Exception failed) when (failed is not OperationCanceledException)
            {
                // One action's defect must not starve the others of its request, and nobody may have to read a log to see it.
                ExecutionLog.Failed(log, failed, requestId, action.Ordinal);
                Telemetry.ConsumeFailed("ExecuteRequest");
                broken.Add(action.Ordinal);
                await failures.RecordAsync(requestId, action.Ordinal, failed, cancellationToken);
                continue;
            }
            if (await journal.FindAsync(requestId, cancellationToken) is { } after && after.Version == state.Version)
            {
                // Due, but nothing moved it: a defect. Spinning here would help nobody.
                ExecutionLog.NoProgress(log, requestId, action.Ordinal, action.Status);
                broken.Add(action.Ordinal);
                await failures.RecordAsync(requestId, action.Ordinal, null, cancellationToken);
            }
        }
    }

    private (ActionState Action, ActionWork Work)? NextDue(RequestState state, HashSet<int> except)
    {
        var now = time.GetUtcNow();
        foreach (var action in state.Actions.Where(action => !except.Contains(action.Ordinal)))
        {
            if (NextWork.NextFor(state, action) is var (at, work) && at <= now)
            {
                return (action, work);
            }
        }
        return null;
    }
}
