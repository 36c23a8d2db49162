using System.Text.Json.Nodes;
using Agentic.Contracts;
using Agentic.Orchestration.Packs;
using Agentic.Orchestration.Requests;
using Microsoft.Extensions.AI;

namespace Agentic.Orchestration.Agents;

/// <summary>One planning round in memory; what is journalled of it can be rebuilt.</summary>
internal sealed class PlanningRound
{
    public PlanningRound(Pack pack, RequestState state)
    {
        State = state;
        Turn = state.Planning.Turns.Count;
        Tokens = state.Planning.Tokens;
        Pending = Referrals.FindInheritedTurn(state);
        Messages = PlannerConversation.Begin(pack, state, Pending is null ? state.Planning.Turns : []);
        QueryResults =
        [
            .. Referrals.QueryResults(Pending),
            .. state.Planning.Turns.SelectMany(turn => turn.Reply["calls"] as JsonArray ?? []).Select(call => call?["result"]),
        ];
    }

    public RequestState State { get; }

    public List<ChatMessage> Messages { get; }

    public int Turn { get; private set; }

    /// <summary>Used by the whole request so far.</summary>
    public long Tokens { get; private set; }

    public int Refusals { get; set; }

    public List<ModelTurnTaken> NewTurns { get; } = [];

    /// <summary>A journalled turn that nothing has been made of yet: it came with a wish from another request.</summary>
    public ModelTurnTaken? Pending { get; private set; }

    /// <summary>What queries returned in this round, including turns from before a restart.</summary>
    public List<JsonNode?> QueryResults { get; }

    /// <summary>The turn has its results, and the model can be asked to go on.</summary>
    public void AddTurn(ModelTurnTaken turn)
    {
        if (turn == Pending)
        {
            Pending = null;
        }
        else
        {
            NewTurns.Add(turn);
        }
        Turn = turn.Turn;
        Tokens += turn.InputTokens + turn.OutputTokens;
        PlannerConversation.Add(Messages, turn);
    }
}
