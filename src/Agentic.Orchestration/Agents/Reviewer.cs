using System.Text.Json;
using System.Text.Json.Nodes;
using Agentic.Contracts;
using Agentic.Orchestration.Journal;
using Agentic.Orchestration.Packs;
using Agentic.Orchestration.Requests;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Agentic.Orchestration.Agents;

/// <summary>
/// The second opinion: a reader that has not seen how the plan came about compares it with the customer's words. It can
/// only send an action to a human, never let one pass.
/// </summary>
internal sealed class Reviewer(
    [FromKeyedServices(AgentRoles.Reviewer)] AIAgent agent,
    PlanningOptions options,
    ILogger<Reviewer> log
)
{
    private const int MaxDoubts = 5,
        MaxDoubt = 300;

    private static readonly JsonObject Schema = new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject
        {
            ["agrees"] = new JsonObject { ["type"] = "boolean" },
            ["doubts"] = new JsonObject
            {
                ["type"] = "array",
                ["maxItems"] = 20,
                ["items"] = PlannerFunctions.BothLanguages(1000),
            },
        },
        ["required"] = new JsonArray("agrees", "doubts"),
        ["additionalProperties"] = false,
    };

    public static PluginFunction OpinionFunction { get; } =
        new("review", new(PlannerFunctions.GiveOpinion, "Says whether the proposal fits the customer's words.", Schema));

    private readonly string _name = AgentFactory.ModelOf(agent);

    /// <returns>Null when there was no usable answer in time: then a human decides.</returns>
    public async Task<Opinion?> ReviewAsync(
        Pack pack,
        RequestState state,
        CatalogueAction action,
        JsonObject arguments,
        string sentence,
        IReadOnlyList<Fact> facts,
        CancellationToken cancellationToken
    )
    {
        var shown = new JsonObject
        {
            ["customer"] = new JsonArray([
                .. state.Conversation.Where(line => line.From == "customer").Select(line => JsonValue.Create(line.Text)),
            ]),
            ["action"] = action.Name,
            ["purpose"] = action.Purpose.En,
            ["sentence"] = sentence,
            ["arguments"] = arguments.DeepClone(),
            ["facts"] = JsonSerializer.SerializeToNode(facts, JournalJson.Default.IReadOnlyListFact),
        };
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(options.TurnTimeout);
            var response = await agent.RunAsync(
                [
                    new(ChatRole.System, Prompts.Reviewer.Replace("{{owner}}", pack.Owner, StringComparison.Ordinal)),
                    new(ChatRole.User, shown.ToJsonString()),
                ],
                session: null,
                new ChatClientAgentRunOptions(
                    new()
                    {
                        Tools = [OpinionFunction.Function],
                        ToolMode = ChatToolMode.RequireSpecific(PlannerFunctions.GiveOpinion),
                    }
                ),
                limit.Token
            );
            var contents = response.Messages.SelectMany(message => message.Contents).ToArray();
            var calls = contents
                .OfType<FunctionCallContent>()
                .Where(call => OpinionFunction.Names.Contains(call.Name))
                .ToArray();
            // Two opinions are none, and one that the agent has dealt with by itself was not meant for us.
            var answer =
                calls is [{ InformationalOnly: false } only]
                && !contents.OfType<FunctionResultContent>().Any(result => result.CallId == only.CallId)
                    ? JsonSerializer.SerializeToNode(only.Arguments) as JsonObject
                    : null;
            return answer is null || SchemaCheck.Check(answer, Schema, PlannerFunctions.GiveOpinion).Any()
                ? null
                : new(
                    (bool)answer["agrees"]!,
                    [
                        .. ((JsonArray)answer["doubts"]!)
                            .Take(MaxDoubts)
                            .Select(doubt => new LocalText(Cut((string)doubt!["de"]!), Cut((string)doubt["en"]!))),
                    ],
                    _name,
                    response.Usage?.InputTokenCount ?? 0,
                    response.Usage?.OutputTokenCount ?? 0
                );
        }
        catch (Exception broken) when (!cancellationToken.IsCancellationRequested)
        {
            PlanningLog.ReviewFailed(log, broken, state.Id, action.Name);
            return null;
        }
    }

    private static string Cut(string doubt) => doubt.Length <= MaxDoubt ? doubt : doubt[..MaxDoubt];
}
