using System.Text.Json.Nodes;
using Agentic.Contracts;
using Agentic.Orchestration.Connectors;
using Agentic.Orchestration.Packs;
using Agentic.Orchestration.Requests;
using Agentic.Orchestration.Requests.Cases;
using Microsoft.Agents.AI;
using Microsoft.Extensions.DependencyInjection;

namespace Agentic.Orchestration.Agents;

/// <summary>
/// Reads what a model answered: carries out its queries, checks its proposals, and makes a plan of them.
/// </summary>
internal sealed class TurnReader(
    PackRegistry packs,
    PlannerCatalogue catalogue,
    ConnectorRegistry connectors,
    Suspensions suspensions,
    PlanBuilder proposals,
    Referrals referrals,
    PlanningOptions options,
    [FromKeyedServices(AgentRoles.Planner)] AIAgent agent,
    TimeProvider time
)
{
    private readonly bool _isDeterministic = AgentFactory.IsOffline(agent);

    /// <summary>Fills each call's result.</summary>
    public async Task<TurnOutcome> ReadAsync(PlanningRound round, ModelTurnTaken turn, CancellationToken cancellationToken)
    {
        var pack = packs[round.State.Pack];
        var calls = ModelReply.Calls(turn.Reply);
        var proposed = new List<Proposed>();
        var refused = false;
        foreach (var call in calls)
        {
            var (called, arguments) = (ModelReply.Text(call["name"]), call["arguments"] as JsonObject ?? []);
            var name = catalogue.NameOf(called) ?? called;
            if (End(pack, round.State, name, arguments) is { } ended)
            {
                return new TurnOutcome.Ended(ended);
            }
            if (catalogue.Find(name) is not { } known)
            {
                var (result, unavailable) = await QueryAsync(round, name, arguments, cancellationToken);
                if (unavailable is not null)
                {
                    return new TurnOutcome.Unavailable(LocalText.Verbatim(unavailable));
                }
                call["result"] = result;
            }
            else if (Referrals.IsReferral(round.State) && known.Pack.Name != pack.Name)
            {
                call["result"] = "dealt with in the request that this one came of";
            }
            else
            {
                call["result"] = Check(round, known, name, call, arguments, proposed);
            }
            refused |= call["result"] is JsonObject failed && failed.ContainsKey("refused");
        }
        if (ModelReply.IsAtomic(turn.Reply) && proposed.Select(one => one.Pack.Name).Distinct().Count() > 1)
        {
            Refuse(proposed, "All or nothing is possible within one service only. Propose the actions one by one.");
            refused = true;
        }
        round.Refusals += refused ? 1 : 0;
        if (round.Refusals >= options.MaxRefusals || calls.Count == 0 || proposed.Count > options.MaxActions)
        {
            return new TurnOutcome.Ended(
                HandOffFactory.PassOn(pack, round.State, "planning", HandOffReasons.NothingUsable, time.GetUtcNow())
            );
        }
        return proposed.Count == 0 || refused
            ? new TurnOutcome.GoesOn()
            : await ProposeAsync(round, turn, proposed, cancellationToken);
    }

    /// <returns>What ends the round at once; null for every other function.</returns>
    private IReadOnlyList<JournalEvent>? End(Pack pack, RequestState state, string name, JsonObject arguments)
    {
        switch (name)
        {
            case PlannerFunctions.AskCustomer:
                return [new CustomerAsked(ModelReply.Text(arguments["question"]), !_isDeterministic)];
            case PlannerFunctions.HandOff:
                var (reason, draft) = (
                    PlannerFunctions.Reason(arguments["reason"]),
                    PlannerFunctions.Draft(arguments["draft"])
                );
                return arguments["customerAsks"]?.GetValueKind() == System.Text.Json.JsonValueKind.True
                    ? [HandOffFactory.Make(pack, state, "customer", reason, time.GetUtcNow()) with { Draft = draft }]
                    : HandOffFactory.PassOn(pack, state, "planning", reason, time.GetUtcNow(), draft);
            case PlannerFunctions.NothingToPropose:
                return [new NothingProposed(ModelReply.Text(arguments["reason"]))];
            default:
                return null;
        }
    }

    private static JsonNode Check(
        PlanningRound round,
        CataloguedAction known,
        string name,
        JsonObject call,
        JsonObject arguments,
        List<Proposed> proposed
    )
    {
        var after = TakeAfter(arguments, known.Pack, proposed, out var misplaced);
        var errors = misplaced
            .Concat(SchemaCheck.Check(arguments, known.Action.Schema, name))
            .Concat(Grounding.Check(known.Action, arguments, round.State, round.QueryResults))
            .ToArray();
        if (
            errors.Length == 0
            && proposed.Any(earlier =>
                earlier.Action.Action == known.Action && JsonNode.DeepEquals(earlier.Action.Arguments, arguments)
            )
        )
        {
            return "proposed above already: the same words again are one wish";
        }
        proposed.Add(new(known.Pack, new(known.Action, arguments, after), call));
        return errors.Length == 0
            ? "proposed"
            : new JsonObject { ["refused"] = string.Join(" ", errors.Select(error => $"{error.Path}: {error.Error}")) };
    }

    private async Task<TurnOutcome> ProposeAsync(
        PlanningRound round,
        ModelTurnTaken turn,
        List<Proposed> proposed,
        CancellationToken cancellationToken
    )
    {
        var state = round.State;
        // A plan makes the choice final; until then the request goes where its actions belong.
        var pack =
            state.PlanVersion > 0 || proposed.Any(one => one.Pack.Name == state.Pack) ? packs[state.Pack] : proposed[0].Pack;
        var own = proposed.Where(one => one.Pack.Name == pack.Name).Select(one => one.Action).ToArray();
        if (own.Length > 0 && await suspensions.FindAsync(pack.Name, cancellationToken) is not null)
        {
            return new TurnOutcome.Unavailable(HandOffReasons.PackSuspended);
        }
        IReadOnlyList<JournalEvent> events = [new NothingProposed("What is asked belongs to a request of its own.")];
        if (own.Length > 0)
        {
            var (planned, unavailable) = await proposals.MakeAsync(
                pack,
                state,
                own,
                turn.Model,
                ModelReply.IsAtomic(turn.Reply),
                cancellationToken
            );
            if (unavailable is not null)
            {
                return new TurnOutcome.Unavailable(LocalText.Verbatim(unavailable));
            }
            events = pack.Name == state.Pack ? planned : [new PackChosen(pack.Name), .. planned];
        }
        var referred = new List<JournalEvent>();
        foreach (var wishes in proposed.Where(one => one.Pack.Name != pack.Name).GroupBy(one => one.Pack.Name))
        {
            referred.AddRange(
                await referrals.ReferAsync(round, packs[wishes.Key], [.. wishes.Select(Again)], turn.Model, cancellationToken)
            );
        }
        return new TurnOutcome.Ended([.. events, .. referred]);
    }

    /// <summary>
    /// Takes the dependencies out of a call's arguments. They may only point to earlier actions of the same domain, so there
    /// are no cycles.
    /// </summary>
    /// <returns>Positions among the actions of that domain.</returns>
    private static int[] TakeAfter(
        JsonObject arguments,
        Pack pack,
        List<Proposed> before,
        out IReadOnlyList<(string Path, string Error)> errors
    )
    {
        int[] given =
        [
            .. (arguments[PlannerFunctions.After] as JsonArray ?? [])
                .Select(position => position is JsonValue value && value.TryGetValue<int>(out var number) ? number : 0)
                .Distinct(),
        ];
        arguments.Remove(PlannerFunctions.After);
        errors =
            given.Any(position => position < 1 || position > before.Count)
                ? [(PlannerFunctions.After, $"Must name actions that stand before it in this plan: 1 to {before.Count}.")]
            : given.Any(position => before[position - 1].Pack.Name != pack.Name)
                ? [(PlannerFunctions.After, "Must name actions of the same service: nothing waits for another one's.")]
            : [];
        return errors.Count > 0
            ? []
            : [.. given.Select(position => before.Take(position).Count(earlier => earlier.Pack.Name == pack.Name))];
    }

    private async Task<(JsonNode? Result, string? Unavailable)> QueryAsync(
        PlanningRound round,
        string name,
        JsonObject arguments,
        CancellationToken cancellationToken
    )
    {
        var (connector, query) = connectors.CustomerQueries.FirstOrDefault(known => known.Query.Name == name);
        if (query is null)
        {
            return (new JsonObject { ["refused"] = $"There is no function '{name}'." }, null);
        }
        var wrong = SchemaCheck
            .Check(arguments, query.Schema, name)
            .Select(error => $"{error.Path}: {error.Error}")
            .FirstOrDefault();
        if (wrong is not null)
        {
            return (new JsonObject { ["refused"] = wrong }, null);
        }
        switch (await connector.AskAsync(name, arguments, round.State.CustomerId, cancellationToken))
        {
            case QueryResult.Found found:
                round.QueryResults.Add(found.Value);
                return (found.Value.DeepClone(), null);
            case QueryResult.Unavailable unavailable:
                return (null, unavailable.Reason);
            default:
                return (null, null);
        }
    }

    /// <summary>The call as the model made it, for the request that it goes on in.</summary>
    private static JsonObject Again(Proposed wish)
    {
        var call = (JsonObject)wish.Call.DeepClone();
        call.Remove("result");
        if (wish.Action.After.Count > 0)
        {
            call["arguments"]![PlannerFunctions.After] = new JsonArray([
                .. wish.Action.After.Select(position => JsonValue.Create(position)),
            ]);
        }
        return call;
    }

    private static void Refuse(List<Proposed> proposed, string reason) =>
        proposed.ForEach(one => one.Call["result"] = new JsonObject { ["refused"] = reason });

    private sealed record Proposed(Pack Pack, ProposedAction Action, JsonObject Call);
}
