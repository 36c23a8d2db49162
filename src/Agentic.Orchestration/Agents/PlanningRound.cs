using System.Text.Json.Nodes;
using Agentic.Contracts;
using Agentic.Orchestration.Requests;
using Microsoft.Extensions.AI;

namespace Agentic.Orchestration.Agents;

/// <summary>One planning round in memory; what is journalled of it can be rebuilt.</summary>
internal sealed class PlanningRound(RequestState state, List<ChatMessage> messages)
{
    public RequestState State => state;

    public List<ChatMessage> Messages => messages;

    public int Turn { get; private set; } = state.Planning.Turns.Count;

    /// <summary>Used by the whole request so far.</summary>
    public long Tokens { get; private set; } = state.Planning.Tokens;

    public int Refusals { get; set; }

    /// <summary>Something that planning has to read does not answer: the round is tried again later.</summary>
    public string? Unavailable { get; set; }

    public List<ModelTurnTaken> NewTurns { get; } = [];

    /// <summary>What queries returned in this round, including turns from before a restart.</summary>
    public List<JsonNode?> QueryResults { get; } =
    [.. state.Planning.Turns.SelectMany(turn => turn.Reply["calls"] as JsonArray ?? []).Select(call => call?["result"])];

    public void Take(ModelTurnTaken turn)
    {
        Turn = turn.Turn;
        NewTurns.Add(turn);
        Tokens += turn.InputTokens + turn.OutputTokens;
        PlannerConversation.Add(messages, turn);
    }
}
