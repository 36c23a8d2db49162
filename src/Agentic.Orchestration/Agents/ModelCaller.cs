using Agentic.Contracts;
using Agentic.Orchestration.Agents.Models;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace Agentic.Orchestration.Agents;

/// <summary>
/// Asks the planning agent for its next turn. The conversation comes from the journal each time, so an agent keeps no
/// session between two turns.
/// </summary>
internal sealed class ModelCaller(
    [FromKeyedServices(AgentRoles.Planner)] AIAgent agent,
    ModelOptions prices,
    PlannerCatalogue catalogue,
    PlanningOptions options
)
{
    private readonly string _name = AgentFactory.ModelOf(agent);

    /// <exception cref="AgentMisconfiguredException">The agent carried out calls instead of handing them back.</exception>
    /// <exception cref="Exception">The model did not answer in time, or not in a usable way.</exception>
    public async Task<ModelTurnTaken> AskAsync(PlanningRound round, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(options.TurnTimeout);
        var response = await agent.RunAsync(
            round.Messages,
            session: null,
            new ChatClientAgentRunOptions(new() { Tools = [.. catalogue.Tools], ToolMode = ChatToolMode.Auto }),
            limit.Token
        );
        var (input, output) = (response.Usage?.InputTokenCount ?? 0, response.Usage?.OutputTokenCount ?? 0);
        return new(
            round.State.Planning.Round,
            round.Turn + 1,
            _name,
            PlannerConversation.Reply(response.Messages, catalogue.NameOf),
            input,
            output,
            ((input * prices.InputPrice) + (output * prices.OutputPrice)) / 1_000_000
        );
    }
}
