using Agentic.Contracts;
using Agentic.Orchestration.Agents.Models;
using Agentic.Orchestration.Journal;
using Agentic.Orchestration.Messaging;
using Agentic.Orchestration.Packs;
using Agentic.Orchestration.Requests;
using Agentic.Orchestration.Requests.Cases;
using Agentic.Orchestration.Storage;
using Microsoft.Agents.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Agentic.Orchestration.Agents;

/// <summary>The agent loop: a model proposes, code checks, and the outcome is a plan, a question, or a person.</summary>
internal sealed class RequestPlanner(
    RequestJournal journal,
    PackRegistry packs,
    Suspensions suspensions,
    [FromKeyedServices(AgentRoles.Planner)] AIAgent agent,
    ModelCaller caller,
    TurnReader reader,
    PlanningRecorder recorder,
    WorkLease lease,
    PlanningOptions options,
    TimeProvider time,
    ILogger<RequestPlanner> log
) : IWakeUpHandler
{
    private readonly PerRequestSerializer _turns = new();
    private readonly bool _isDeterministic = AgentFactory.IsOffline(agent);

    Task IWakeUpHandler.HandleAsync(string requestId, CancellationToken cancellationToken) =>
        PlanAsync(requestId, cancellationToken);

    public Task PlanAsync(string requestId, CancellationToken cancellationToken) =>
        _turns.RunAsync(
            requestId,
            () =>
                lease.HoldAsync(
                    requestId,
                    NextWork.Planning,
                    () => PlanWhileDueAsync(requestId, cancellationToken),
                    cancellationToken
                )
        );

    private async Task PlanWhileDueAsync(string requestId, CancellationToken cancellationToken)
    {
        while (
            await journal.FindAsync(requestId, cancellationToken) is { } state && NextWork.PlanningAt(state) <= time.GetUtcNow()
        )
        {
            try
            {
                await RoundAsync(state, cancellationToken);
            }
            catch (Exception failed) when (IsUnexpected(failed))
            {
                // Whatever it was: it counts, it is tried again later, and in the end a person has it.
                PlanningLog.RoundFailed(log, failed, requestId, state.Planning.Attempt + 1);
                await recorder.PostponeAsync(
                    (await journal.FindAsync(requestId, cancellationToken))!,
                    HandOffReasons.PlanningFailed(failed.GetType().Name),
                    cancellationToken
                );
            }
        }
    }

    private async Task RoundAsync(RequestState state, CancellationToken cancellationToken)
    {
        var pack = packs[state.Pack];
        if (state.IsVisitor)
        {
            await CloseVisitorAsync(pack, state, cancellationToken);
            return;
        }
        if (await IsSuspendedAsync(state, cancellationToken))
        {
            await recorder.PostponeAsync(state, HandOffReasons.PackSuspended, cancellationToken);
            return;
        }
        if (BeyondBudget(pack, state) is { } beyond)
        {
            await recorder.AppendAsync(state, beyond, cancellationToken);
            return;
        }
        var round = new PlanningRound(pack, state);
        while (round.Turn < options.MaxTurns && round.Tokens < options.MaxTokens)
        {
            if (!await TurnAsync(round, cancellationToken))
            {
                return;
            }
        }
        await recorder.AppendAsync(
            state,
            HandOffFactory.PassOn(pack, state, "planning", HandOffReasons.NoPlanInTime, time.GetUtcNow()),
            cancellationToken
        );
    }

    /// <returns>False when the round is over.</returns>
    private async Task<bool> TurnAsync(PlanningRound round, CancellationToken cancellationToken)
    {
        var state = round.State;
        var isJournalled = round.Pending is not null;
        var turn = round.Pending ?? await AskAsync(round, cancellationToken);
        if (turn is null)
        {
            return false;
        }
        // When the turn cannot be read to the end, it is still journalled, without its reply, because it was paid for.
        IReadOnlyList<JournalEvent> paid = isJournalled || _isDeterministic ? [] : [turn with { Reply = ModelReply.Empty() }];
        TurnOutcome outcome;
        try
        {
            outcome = await reader.ReadAsync(round, turn, cancellationToken);
        }
        catch (Exception failed) when (IsUnexpected(failed))
        {
            PlanningLog.RoundFailed(log, failed, state.Id, state.Planning.Attempt + 1);
            await recorder.PostponeAsync(state, HandOffReasons.PlanningFailed(failed.GetType().Name), cancellationToken, paid);
            return false;
        }
        if (outcome is TurnOutcome.Unavailable unavailable)
        {
            await recorder.PostponeAsync(state, unavailable.Reason, cancellationToken, paid);
            return false;
        }
        round.AddTurn(turn);
        if (outcome is TurnOutcome.Ended ended)
        {
            IReadOnlyList<JournalEvent> taken =
                _isDeterministic ? round.NewTurns
                : isJournalled ? []
                : [turn];
            await recorder.AppendAsync(state, [.. taken, .. ended.Events], cancellationToken);
            return false;
        }
        return isJournalled
            || _isDeterministic
            || await recorder.AppendAsync(state, [turn], cancellationToken, expectedTurns: round.Turn - 1);
    }

    /// <returns>Null when the model does not answer; then the round is tried again later.</returns>
    private async Task<ModelTurnTaken?> AskAsync(PlanningRound round, CancellationToken cancellationToken)
    {
        try
        {
            return await caller.AskAsync(round, cancellationToken);
        }
        catch (Exception broken) when (broken is not AgentMisconfiguredException && !cancellationToken.IsCancellationRequested)
        {
            PlanningLog.ModelFailed(log, broken, round.State.Id, round.State.Planning.Attempt + 1);
            await recorder.PostponeAsync(
                round.State,
                HandOffReasons.ModelSilent,
                cancellationToken,
                retryAfter: (broken as ModelUnavailableException)?.RetryAfter
            );
            return null;
        }
    }

    /// <summary>
    /// Nobody has shown whose wish it is in all that time. A statutory right is still for a person to answer.
    /// </summary>
    private async Task CloseVisitorAsync(Pack pack, RequestState state, CancellationToken cancellationToken)
    {
        JournalEvent[] over = state.IsStatutory
            ? [HandOffFactory.Make(pack, state, "withdrawal", HandOffReasons.NobodyVerified, time.GetUtcNow())]
            :
            [
                new CustomerTold(CustomerTexts.VisitorGone, pack.Texts.Render(CustomerTexts.VisitorGone, state.Locale, [])),
                new RequestWithdrawn("agentic", "Nobody has shown whose wish it is."),
            ];
        await journal.UpdateAsync(
            state.Id,
            current => current.IsVisitor && NextWork.PlanningAt(current) <= time.GetUtcNow() ? over : [],
            cancellationToken,
            NextWork.Planning
        );
    }

    /// <summary>Before its first plan a request can still go to any pack that is not suspended.</summary>
    private async Task<bool> IsSuspendedAsync(RequestState state, CancellationToken cancellationToken)
    {
        foreach (var name in state.PlanVersion > 0 ? [state.Pack] : packs.All.Select(pack => pack.Name))
        {
            if (await suspensions.FindAsync(name, cancellationToken) is null)
            {
                return false;
            }
        }
        return true;
    }

    private List<JournalEvent>? BeyondBudget(Pack pack, RequestState state) =>
        state.Planning.Replans > options.MaxReplans
            ?
            [
                .. HandOffFactory.PassOn(pack, state, "refused", HandOffReasons.AllRefused, time.GetUtcNow()),
                new CustomerTold(
                    CustomerTexts.TooManyReplans,
                    pack.Texts.Render(CustomerTexts.TooManyReplans, state.Locale, [])
                ),
            ]
        : state.Planning.Tokens >= options.MaxTokens
            ?
            [
                .. HandOffFactory.PassOn(
                    pack,
                    state,
                    "budget",
                    HandOffReasons.Budget(state.Planning.Tokens, options.MaxTokens),
                    time.GetUtcNow()
                ),
            ]
        : null;

    private static bool IsUnexpected(Exception failed) =>
        failed is not (OperationCanceledException or StoreUnavailableException);
}
