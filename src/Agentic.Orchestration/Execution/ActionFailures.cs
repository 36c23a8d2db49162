using Agentic.Contracts;
using Agentic.Orchestration.Journal;
using Agentic.Orchestration.Requests;
using Agentic.Orchestration.Requests.Cases;

namespace Agentic.Orchestration.Execution;

/// <summary>
/// An unexpected exception in a step, whatever its type, is a fact like any other: the run is stuck with the cause and a
/// next try, ops can retry or cancel it, and after a few times a person has it (<see cref="CaseRules"/>).
/// </summary>
internal sealed class ActionFailures(RequestJournal journal, ExecutionOptions options, TimeProvider time)
{
    private const int MaxCause = 300;

    /// <param name="cause">Null when nothing was thrown and nothing moved.</param>
    public Task RecordAsync(string requestId, int ordinal, Exception? cause, CancellationToken cancellationToken) =>
        journal.UpdateAsync(
            requestId,
            current =>
            {
                if (
                    current.Actions.FirstOrDefault(action => action.Ordinal == ordinal) is not { } action
                    || NextWork.ActionAt(current, action) is not { } due
                    || due > time.GetUtcNow()
                )
                {
                    // Somebody else has carried it on meanwhile.
                    return [];
                }
                var failures = action.Failures + 1;
                return
                [
                    new RunStuck(
                        ordinal,
                        RunStuck.Failure,
                        Cause(cause),
                        failures,
                        time.GetUtcNow() + options.Backoff(failures)
                    ),
                ];
            },
            cancellationToken,
            NextWork.Execution
        );

    /// <summary>For staff: the type, and the message without line breaks.</summary>
    private static string Cause(Exception? cause)
    {
        var text = cause is null
            ? "It is due, but nothing moved it."
            : $"{cause.GetType().Name}: {cause.Message.ReplaceLineEndings(" ")}";
        return text.Length <= MaxCause ? text : text[..MaxCause];
    }
}
