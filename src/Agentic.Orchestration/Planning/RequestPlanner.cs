using System.Text.Json.Nodes;
using Agentic.Contracts;
using Agentic.Orchestration.Connectors;
using Agentic.Orchestration.Execution;
using Agentic.Orchestration.HandOffs;
using Agentic.Orchestration.Journal;
using Agentic.Orchestration.Packs;
using Agentic.Orchestration.Requests;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace Agentic.Orchestration.Planning;

/// <summary>The agent loop: a model proposes, code checks, and the outcome is a plan, a question, or a person.</summary>
internal sealed class RequestPlanner(
    RequestJournal journal, PackRegistry packs, ConnectorRegistry connectors, IChatClient model, PlanProposal proposals, PlanningOptions options, TimeProvider time, ILogger<RequestPlanner> log)
{
    private readonly RequestTurns _turns = new();
    private readonly string _modelName = (model.GetService(typeof(ChatClientMetadata)) as ChatClientMetadata)?.DefaultModelId ?? "unknown";

    /// <summary>A model that costs nothing and always says the same need not be journalled turn by turn.</summary>
    private readonly bool _isDeterministic = (model.GetService(typeof(ChatClientMetadata)) as ChatClientMetadata)?.ProviderName == Offline.OfflineChatClient.Provider;

    public Task PlanAsync(string requestId, CancellationToken cancellationToken) => _turns.TakeAsync(requestId, async () =>
    {
        while (await journal.FindAsync(requestId, cancellationToken) is { } state && NextWork.PlanningAt(state) <= time.GetUtcNow())
        {
            await RoundAsync(state, cancellationToken);
        }
    });

    private async Task RoundAsync(RequestState state, CancellationToken cancellationToken)
    {
        var pack = packs[state.Pack];
        if (state.Planning.Replans > options.MaxReplans)
        {
            await FinishAsync(state, [HandOffFactory.Make(pack, state, "refused", "Three other proposals were refused.", time.GetUtcNow())], cancellationToken);
            return;
        }
        var round = new PlanningRound(state, PlannerConversation.Begin(pack, state));
        while (round.Turn < options.MaxTurns)
        {
            var turn = await AskAsync(pack, round, cancellationToken);
            if (turn is null)
            {
                return;
            }
            var outcome = await AnswerAsync(pack, round, turn, cancellationToken);
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
        await FinishAsync(state, [HandOffFactory.Make(pack, state, "planning", "The planner found no plan in time.", time.GetUtcNow())], cancellationToken);
    }

    private async Task<ModelTurnTaken?> AskAsync(Pack pack, PlanningRound round, CancellationToken cancellationToken)
    {
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(options.TurnTimeout);
            var response = await model.GetResponseAsync(round.Messages, new() { Tools = [.. PlannerFunctions.For(pack, connectors)], ToolMode = ChatToolMode.Auto }, limit.Token);
            return new(round.State.Planning.Round, round.Turn + 1, _modelName, PlannerConversation.Reply(response), response.Usage?.InputTokenCount ?? 0, response.Usage?.OutputTokenCount ?? 0);
        }
        catch (Exception broken) when (!cancellationToken.IsCancellationRequested)
        {
            PlanningLog.ModelFailed(log, broken, round.State.Id, round.State.Planning.Attempt + 1);
            await PostponeAsync(pack, round.State, cancellationToken);
            return null;
        }
    }

    /// <summary>A model that is down means later, and in the end a person; the customer is told.</summary>
    private Task PostponeAsync(Pack pack, RequestState state, CancellationToken cancellationToken)
    {
        var attempt = state.Planning.Attempt + 1;
        var now = time.GetUtcNow();
        if (attempt >= options.MaxAttempts)
        {
            return FinishAsync(state, [HandOffFactory.Make(pack, state, "model", "The language model does not answer.", now)], cancellationToken);
        }
        var postponed = new PlanningPostponed("The language model does not answer.", attempt, now + TimeSpan.FromSeconds(Math.Pow(4, attempt)));
        var key = Notifications.CustomerTexts.Postponed;
        return FinishAsync(state, attempt == 1 ? [postponed, new CustomerTold(key, pack.Texts.Render(key, state.Locale, []))] : [postponed], cancellationToken);
    }

    /// <summary>Fills each call's result.</summary>
    /// <returns>What ends the round, or null when the model has to go on.</returns>
    private async Task<IReadOnlyList<JournalEvent>?> AnswerAsync(Pack pack, PlanningRound round, ModelTurnTaken turn, CancellationToken cancellationToken)
    {
        var calls = ((JsonArray)turn.Reply["calls"]!).OfType<JsonObject>().ToArray();
        if (calls.Length == 0 && PlanFromText(turn.Reply) is { } planned)
        {
            calls = planned;
        }
        var proposed = new List<(CatalogueAction Action, JsonObject Arguments)>();
        var refused = false;
        foreach (var call in calls)
        {
            var (name, arguments) = ((string)call["name"]!, call["arguments"] as JsonObject ?? []);
            switch (name)
            {
                case PlannerFunctions.AskCustomer:
                    return [new CustomerAsked(Limit((string?)arguments["question"]), !_isDeterministic)];
                case PlannerFunctions.HandOff:
                    return [HandOffFactory.Make(pack, round.State, "customer", Limit((string?)arguments["reason"]), time.GetUtcNow())];
                case PlannerFunctions.NothingToPropose:
                    return [new NothingProposed(Limit((string?)arguments["reason"]))];
            }
            if (pack.Actions.TryGetValue(name, out var action))
            {
                var errors = SchemaCheck.Check(arguments, action.Schema, name).Concat(Grounding.Check(action, arguments, round.State, round.QueryResults)).ToArray();
                call["result"] = errors.Length == 0 ? "proposed" : new JsonObject { ["refused"] = string.Join(" ", errors.Select(error => $"{error.Path}: {error.Error}")) };
                refused |= errors.Length > 0;
                proposed.Add((action, arguments));
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
            return [HandOffFactory.Make(pack, round.State, "planning", "The planner proposed nothing that can be carried out.", time.GetUtcNow())];
        }
        return proposed.Count == 0 || refused ? null : await proposals.MakeAsync(pack, round.State, proposed, _modelName, (bool?)turn.Reply["atomic"] ?? false, cancellationToken);
    }

    private async Task<JsonNode?> QueryAsync(PlanningRound round, string name, JsonObject arguments, CancellationToken cancellationToken)
    {
        var (connector, query) = connectors.CustomerQueries.FirstOrDefault(known => known.Query.Name == name);
        if (query is null)
        {
            return new JsonObject { ["refused"] = $"There is no function '{name}'." };
        }
        if (SchemaCheck.Check(arguments, query.Schema, name).Select(error => $"{error.Path}: {error.Error}").FirstOrDefault() is { } wrong)
        {
            return new JsonObject { ["refused"] = wrong };
        }
        var result = await connector.AskAsync(name, arguments, round.State.CustomerId, cancellationToken) is QueryResult.Found found ? (JsonNode)found.Value : new JsonObject { ["unavailable"] = true };
        round.QueryResults.Add(result);
        return result.DeepClone();
    }

    /// <summary>The other way to propose: one JSON document with the whole plan.</summary>
    private static JsonObject[]? PlanFromText(JsonObject reply)
    {
        try
        {
            if (JsonNode.Parse((string?)reply["text"] ?? "") is not JsonObject plan || plan["actions"] is not JsonArray actions)
            {
                return null;
            }
            reply["atomic"] = (bool?)plan["atomic"] ?? false;
            var calls = actions.OfType<JsonObject>().Select((action, index) => new JsonObject { ["id"] = $"plan-{index}", ["name"] = action["action"]?.DeepClone(), ["arguments"] = action["arguments"]?.DeepClone() }).ToArray();
            reply["calls"] = new JsonArray([.. calls]);
            return calls;
        }
        catch (System.Text.Json.JsonException)
        {
            return null;
        }
    }

    private static string Limit(string? text) => text is { Length: > 1000 } ? text[..1000] : text ?? "";

    /// <summary>Appends unless the customer wrote something new meanwhile: then the round was about an old question.</summary>
    private async Task<bool> FinishAsync(RequestState begun, IReadOnlyList<JournalEvent> events, CancellationToken cancellationToken, int? expectedTurns = null)
    {
        var appended = false;
        await journal.UpdateAsync(
            begun.Id,
            current => (appended = current.Planning.Due && current.Planning.Round == begun.Planning.Round && !current.IsParked && (expectedTurns is null || current.Planning.Turns.Count == expectedTurns)) ? events : [],
            cancellationToken, NextWork.Planning);
        return appended;
    }
}
