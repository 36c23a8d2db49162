using System.Text.Json;
using System.Text.Json.Nodes;
using Agentic.Contracts;
using Agentic.Orchestration.Agents.Models;
using Agentic.Orchestration.Connectors;
using Agentic.Orchestration.Journal;
using Agentic.Orchestration.Messaging;
using Agentic.Orchestration.Packs;
using Agentic.Orchestration.Requests;
using Agentic.Orchestration.Requests.Cases;
using Agentic.Orchestration.Storage;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace Agentic.Orchestration.Agents;

/// <summary>The agent loop: a model proposes, code checks, and the outcome is a plan, a question, or a person.</summary>
internal sealed class RequestPlanner(
    RequestJournal journal,
    PackRegistry packs,
    ConnectorRegistry connectors,
    Suspensions suspensions,
    IChatClient model,
    ModelOptions prices,
    PlanProposal proposals,
    WorkLease lease,
    PlanningOptions options,
    TimeProvider time,
    ILogger<RequestPlanner> log
) : IWakeUpHandler
{
    /// <summary>Characters of a plan that comes as one document.</summary>
    private const int MaxPlan = 50_000;

    private readonly PerRequestSerializer _turns = new();
    private readonly string _modelName =
        (model.GetService(typeof(ChatClientMetadata)) as ChatClientMetadata)?.DefaultModelId ?? "unknown";

    /// <summary>A model that costs nothing and always says the same need not be journalled turn by turn.</summary>
    private readonly bool _isDeterministic =
        (model.GetService(typeof(ChatClientMetadata)) as ChatClientMetadata)?.ProviderName == OfflinePlanner.Provider;

    Task IWakeUpHandler.HandleAsync(string requestId, CancellationToken cancellationToken) =>
        PlanAsync(requestId, cancellationToken);

    public Task PlanAsync(string requestId, CancellationToken cancellationToken) =>
        _turns.RunAsync(
            requestId,
            () =>
                lease.HoldAsync(
                    requestId,
                    NextWork.Planning,
                    async () =>
                    {
                        while (
                            await journal.FindAsync(requestId, cancellationToken) is { } state
                            && NextWork.PlanningAt(state) <= time.GetUtcNow()
                        )
                        {
                            try
                            {
                                await RoundAsync(state, cancellationToken);
                            }
                            catch (Exception failed)
                                when (failed is not (OperationCanceledException or StoreUnavailableException))
                            {
                                // Whatever it was: it counts, it is tried again later, and in the end a person has it.
                                PlanningLog.RoundFailed(log, failed, requestId, state.Planning.Attempt + 1);
                                await PostponeAsync(
                                    packs[state.Pack],
                                    (await journal.FindAsync(requestId, cancellationToken))!,
                                    HandOffReasons.PlanningFailed(failed.GetType().Name),
                                    cancellationToken
                                );
                            }
                        }
                    },
                    cancellationToken
                )
        );

    private async Task RoundAsync(RequestState state, CancellationToken cancellationToken)
    {
        var pack = packs[state.Pack];
        if (state.IsVisitor)
        {
            // Nobody has shown whose wish it is in all that time. A statutory right is still for a person to answer.
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
            return;
        }
        if (await suspensions.FindAsync(pack.Name, cancellationToken) is not null)
        {
            await PostponeAsync(pack, state, HandOffReasons.PackSuspended, cancellationToken);
            return;
        }
        if (state.Planning.Replans > options.MaxReplans)
        {
            var told = new CustomerTold(
                CustomerTexts.TooManyReplans,
                pack.Texts.Render(CustomerTexts.TooManyReplans, state.Locale, [])
            );
            await FinishAsync(
                state,
                [.. HandOffFactory.PassOn(pack, state, "refused", HandOffReasons.AllRefused, time.GetUtcNow()), told],
                cancellationToken
            );
            return;
        }
        if (state.Planning.Tokens >= options.MaxTokens)
        {
            await FinishAsync(
                state,
                HandOffFactory.PassOn(
                    pack,
                    state,
                    "budget",
                    HandOffReasons.Budget(state.Planning.Tokens, options.MaxTokens),
                    time.GetUtcNow()
                ),
                cancellationToken
            );
            return;
        }
        var round = new PlanningRound(state, PlannerConversation.Begin(pack, state));
        while (round.Turn < options.MaxTurns && round.Tokens < options.MaxTokens)
        {
            var turn = await AskAsync(pack, round, cancellationToken);
            if (turn is null)
            {
                return;
            }
            IReadOnlyList<JournalEvent>? outcome;
            try
            {
                outcome = await AnswerAsync(pack, round, turn, cancellationToken);
            }
            catch (Exception failed) when (failed is not (OperationCanceledException or StoreUnavailableException))
            {
                // The turn was paid for, so it is on record before anything else, without what could not be read.
                PlanningLog.RoundFailed(log, failed, state.Id, state.Planning.Attempt + 1);
                await PostponeAsync(
                    pack,
                    state,
                    HandOffReasons.PlanningFailed(failed.GetType().Name),
                    cancellationToken,
                    null,
                    turn with
                    {
                        Reply = Nothing(),
                    }
                );
                return;
            }
            if (round.Unavailable is { } reason)
            {
                await PostponeAsync(
                    pack,
                    state,
                    LocalText.Verbatim(reason),
                    cancellationToken,
                    null,
                    _isDeterministic ? [] : [turn with { Reply = Nothing() }]
                );
                return;
            }
            round.Take(turn);
            if (outcome is not null)
            {
                await FinishAsync(state, [.. _isDeterministic ? round.NewTurns : [turn], .. outcome], cancellationToken);
                return;
            }
            if (!_isDeterministic && !await FinishAsync(state, [turn], cancellationToken, expectedTurns: round.Turn - 1))
            {
                return;
            }
        }
        await FinishAsync(
            state,
            HandOffFactory.PassOn(pack, state, "planning", HandOffReasons.NoPlanInTime, time.GetUtcNow()),
            cancellationToken
        );
    }

    private async Task<ModelTurnTaken?> AskAsync(Pack pack, PlanningRound round, CancellationToken cancellationToken)
    {
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(options.TurnTimeout);
            var response = await model.GetResponseAsync(
                round.Messages,
                new() { Tools = [.. PlannerFunctions.For(pack, connectors)], ToolMode = ChatToolMode.Auto },
                limit.Token
            );
            var (input, output) = (response.Usage?.InputTokenCount ?? 0, response.Usage?.OutputTokenCount ?? 0);
            return new(
                round.State.Planning.Round,
                round.Turn + 1,
                _modelName,
                PlannerConversation.Reply(response),
                input,
                output,
                ((input * prices.InputPrice) + (output * prices.OutputPrice)) / 1_000_000
            );
        }
        catch (Exception broken) when (!cancellationToken.IsCancellationRequested)
        {
            PlanningLog.ModelFailed(log, broken, round.State.Id, round.State.Planning.Attempt + 1);
            await PostponeAsync(
                pack,
                round.State,
                HandOffReasons.ModelSilent,
                cancellationToken,
                (broken as ModelUnavailableException)?.RetryAfter
            );
            return null;
        }
    }

    /// <summary>A model that is down means later, and in the end a person; the customer is told.</summary>
    /// <param name="already">Turns of the model that were taken in this round and count against the budget.</param>
    private Task PostponeAsync(
        Pack pack,
        RequestState state,
        LocalText reason,
        CancellationToken cancellationToken,
        TimeSpan? retryAfter = null,
        params IReadOnlyList<JournalEvent> already
    )
    {
        var attempt = state.Planning.Attempt + 1;
        var now = time.GetUtcNow();
        if (attempt >= options.MaxAttempts)
        {
            return FinishAsync(
                state,
                [.. already, .. HandOffFactory.PassOn(pack, state, "planning", reason, now)],
                cancellationToken
            );
        }
        var pause = options.RetryDelay * Math.Pow(4, attempt - 1);
        // The server knows best when it can be asked again, but never sooner than we would by ourselves the first time.
        var postponed = new PlanningPostponed(reason.En, attempt, now + (retryAfter > pause ? retryAfter.Value : pause));
        var key = CustomerTexts.Postponed;
        return FinishAsync(
            state,
            [
                .. already,
                .. attempt == 1
                    ? (JournalEvent[])[postponed, new CustomerTold(key, pack.Texts.Render(key, state.Locale, []))]
                    : [postponed],
            ],
            cancellationToken
        );
    }

    /// <summary>Fills each call's result.</summary>
    /// <returns>What ends the round, or null when the model has to go on.</returns>
    private async Task<IReadOnlyList<JournalEvent>?> AnswerAsync(
        Pack pack,
        PlanningRound round,
        ModelTurnTaken turn,
        CancellationToken cancellationToken
    )
    {
        var calls = ((JsonArray)turn.Reply["calls"]!).OfType<JsonObject>().ToArray();
        if (calls.Length == 0 && PlanFromText(turn.Reply) is { } planned)
        {
            calls = planned;
        }
        var proposed = new List<ProposedAction>();
        var refused = false;
        foreach (var call in calls)
        {
            var (name, arguments) = (Text(call["name"]), call["arguments"] as JsonObject ?? []);
            switch (name)
            {
                case PlannerFunctions.AskCustomer:
                    return [new CustomerAsked(Text(arguments["question"]), !_isDeterministic)];
                case PlannerFunctions.HandOff:
                    return arguments["customerAsks"]?.GetValueKind() == JsonValueKind.True
                        ?
                        [
                            HandOffFactory.Make(
                                pack,
                                round.State,
                                "customer",
                                PlannerFunctions.Reason(arguments["reason"]),
                                time.GetUtcNow()
                            ) with
                            {
                                Draft = PlannerFunctions.Draft(arguments["draft"]),
                            },
                        ]
                        : HandOffFactory.PassOn(
                            pack,
                            round.State,
                            "planning",
                            PlannerFunctions.Reason(arguments["reason"]),
                            time.GetUtcNow(),
                            PlannerFunctions.Draft(arguments["draft"])
                        );
                case PlannerFunctions.NothingToPropose:
                    return [new NothingProposed(Text(arguments["reason"]))];
            }
            if (pack.Actions.TryGetValue(name, out var action) && action.Plannable)
            {
                var after = TakeAfter(arguments, proposed.Count, out var misplaced);
                var errors = misplaced
                    .Concat(SchemaCheck.Check(arguments, action.Schema, name))
                    .Concat(Grounding.Check(action, arguments, round.State, round.QueryResults))
                    .ToArray();
                call["result"] =
                    errors.Length == 0
                        ? "proposed"
                        : new JsonObject
                        {
                            ["refused"] = string.Join(" ", errors.Select(error => $"{error.Path}: {error.Error}")),
                        };
                refused |= errors.Length > 0;
                proposed.Add(new(action, arguments, after));
            }
            else
            {
                call["result"] = await QueryAsync(round, name, arguments, cancellationToken);
                refused |= call["result"] is JsonObject { } failed && failed.ContainsKey("refused");
            }
        }
        round.Refusals += refused ? 1 : 0;
        if (round.Refusals >= options.MaxRefusals || (calls.Length == 0) || proposed.Count > options.MaxActions)
        {
            return HandOffFactory.PassOn(pack, round.State, "planning", HandOffReasons.NothingUsable, time.GetUtcNow());
        }
        if (proposed.Count == 0 || refused || round.Unavailable is not null)
        {
            return null;
        }
        var (events, unavailable) = await proposals.MakeAsync(
            pack,
            round.State,
            proposed,
            _modelName,
            turn.Reply["atomic"] is JsonValue atomic && atomic.TryGetValue<bool>(out var whole) && whole,
            cancellationToken
        );
        round.Unavailable = unavailable;
        return events;
    }

    /// <summary>A dependency may only point to an action that stands before: so there are no circles.</summary>
    private static int[] TakeAfter(JsonObject arguments, int before, out IReadOnlyList<(string Path, string Error)> errors)
    {
        var given = arguments[PlannerFunctions.After] as JsonArray;
        arguments.Remove(PlannerFunctions.After);
        int[] after =
        [
            .. (given ?? [])
                .Select(position => position is JsonValue value && value.TryGetValue<int>(out var number) ? number : 0)
                .Distinct(),
        ];
        errors = after.All(position => position >= 1 && position <= before)
            ? []
            : [(PlannerFunctions.After, $"Must name actions that stand before it in this plan: 1 to {before}.")];
        return after;
    }

    private async Task<JsonNode?> QueryAsync(
        PlanningRound round,
        string name,
        JsonObject arguments,
        CancellationToken cancellationToken
    )
    {
        var (connector, query) = connectors.CustomerQueries.FirstOrDefault(known => known.Query.Name == name);
        if (query is null)
        {
            return new JsonObject { ["refused"] = $"There is no function '{name}'." };
        }
        if (
            SchemaCheck.Check(arguments, query.Schema, name).Select(error => $"{error.Path}: {error.Error}").FirstOrDefault() is
            { } wrong
        )
        {
            return new JsonObject { ["refused"] = wrong };
        }
        switch (await connector.AskAsync(name, arguments, round.State.CustomerId, cancellationToken))
        {
            case QueryResult.Found found:
                round.QueryResults.Add(found.Value);
                return found.Value.DeepClone();
            case QueryResult.Unavailable unavailable:
                round.Unavailable = unavailable.Reason;
                break;
        }
        return null;
    }

    /// <summary>The other way to propose: one JSON document with the whole plan.</summary>
    private static JsonObject[]? PlanFromText(JsonObject reply)
    {
        try
        {
            if (
                reply["text"] is not JsonValue said
                || !said.TryGetValue<string>(out var text)
                || text.Length > MaxPlan
                || JsonNode.Parse(text) is not JsonObject plan
                || plan["actions"] is not JsonArray actions
            )
            {
                return null;
            }
            reply["atomic"] = plan["atomic"]?.DeepClone();
            var calls = actions
                .OfType<JsonObject>()
                .Select(
                    (action, index) =>
                        new JsonObject
                        {
                            ["id"] = $"plan-{index}",
                            ["name"] = Text(action["action"]),
                            ["arguments"] = (action["arguments"] as JsonObject)?.DeepClone(),
                        }
                )
                .ToArray();
            reply["calls"] = new JsonArray([.. calls]);
            return calls;
        }
        catch (System.Text.Json.JsonException)
        {
            return null;
        }
    }

    /// <summary>What is kept of a turn that counts against the budget and is asked again.</summary>
    private static JsonObject Nothing() => new() { ["text"] = "", ["calls"] = new JsonArray() };

    /// <summary>Models answer with anything: what is no text is none, and what is too long is cut.</summary>
    private static string Text(JsonNode? value) =>
        value is not JsonValue scalar || !scalar.TryGetValue<string>(out var text) ? ""
        : text.Length > 1000 ? text[..1000]
        : text;

    /// <summary>Appends unless the customer wrote something new meanwhile: then the round was about an old question.</summary>
    private async Task<bool> FinishAsync(
        RequestState begun,
        IReadOnlyList<JournalEvent> events,
        CancellationToken cancellationToken,
        int? expectedTurns = null
    )
    {
        var appended = false;
        await journal.UpdateAsync(
            begun.Id,
            current =>
                (
                    appended =
                        current.Planning.Due
                        && current.Planning.Round == begun.Planning.Round
                        && current.PlanVersion == begun.PlanVersion
                        && !current.IsWithPerson
                        && (expectedTurns is null || current.Planning.Turns.Count == expectedTurns)
                )
                    ? events
                    : [],
            cancellationToken,
            NextWork.Planning
        );
        return appended;
    }
}
