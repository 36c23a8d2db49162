using Agentic.Contracts;
using Agentic.Orchestration.Agents.Models;
using Microsoft.Extensions.AI;

namespace Agentic.Orchestration.Agents;

/// <summary>Asks the model for its next turn of a planning round.</summary>
internal sealed class ModelCaller(IChatClient model, ModelOptions prices, PlannerCatalogue catalogue, PlanningOptions options)
{
    private readonly string _name =
        (model.GetService(typeof(ChatClientMetadata)) as ChatClientMetadata)?.DefaultModelId ?? "unknown";

    /// <exception cref="Exception">The model did not answer in time, or not in a usable way.</exception>
    public async Task<ModelTurnTaken> AskAsync(PlanningRound round, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(options.TurnTimeout);
        var response = await model.GetResponseAsync(
            round.Messages,
            new() { Tools = [.. catalogue.Tools], ToolMode = ChatToolMode.Auto },
            limit.Token
        );
        var (input, output) = (response.Usage?.InputTokenCount ?? 0, response.Usage?.OutputTokenCount ?? 0);
        return new(
            round.State.Planning.Round,
            round.Turn + 1,
            _name,
            PlannerConversation.Reply(response),
            input,
            output,
            ((input * prices.InputPrice) + (output * prices.OutputPrice)) / 1_000_000
        );
    }
}
