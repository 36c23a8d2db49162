using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Agentic.Orchestration.Agents;
using Agentic.Orchestration.Agents.Offline;
using Agentic.Orchestration.Packs;
using Agentic.Orchestration.Requests;
using Agentic.Orchestration.Requests.Cases;
using Microsoft.Extensions.AI;

namespace Agentic.Retail.Planning;

/// <summary>
/// The planner that needs no key and no network: a deterministic automaton, not a language model. It sees what a model
/// would see, messages and function definitions, asks when it is not sure, and passes on what it does not understand.
/// </summary>
internal sealed class OfflineChatClient(PackRegistry packs) : IChatClient
{
    /// <summary>Made once per loaded pack: a vocabulary has more than a thousand phrases.</summary>
    private static readonly ConditionalWeakTable<Pack, MessageReader> Readers = [];

    private volatile KnownReviewer? _reviewer;

    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        var all = messages.ToArray();
        var functions = options?.Tools?.Select(tool => tool.Name).ToHashSet() ?? [];
        if (functions.Contains(PlannerFunctions.GiveOpinion))
        {
            var opinion = SecondReader().Review((JsonObject)JsonNode.Parse(all[^1].Text)!);
            return Task.FromResult(
                new ChatResponse(
                    new ChatMessage(
                        ChatRole.Assistant,
                        [
                            new FunctionCallContent(
                                "opinion",
                                PlannerFunctions.GiveOpinion,
                                opinion.Deserialize<Dictionary<string, object?>>()
                            ),
                        ]
                    )
                )
            );
        }
        var pack = packs.All.FirstOrDefault(pack =>
            pack.Extension<Vocabularies>() is not null
            && pack.Actions.Values.Where(action => action.Plannable).Select(action => action.Name).ToArray()
                is { Length: > 0 } plannable
            && plannable.All(functions.Contains)
        );
        var calls = pack is null ? [PlannedCall.HandOff(OfflineReasons.NoVocabulary)] : Plan(pack, all);
        if (calls.Count > 1 && calls.Any(call => call.Atomic))
        {
            var plan = new JsonObject
            {
                ["atomic"] = true,
                ["actions"] = new JsonArray([
                    .. calls.Select(call => new JsonObject { ["action"] = call.Name, ["arguments"] = call.Arguments }),
                ]),
            };
            return Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, plan.ToJsonString())));
        }
        var contents = calls
            .Select(
                (call, index) =>
                    (AIContent)
                        new FunctionCallContent(
                            $"call-{all.Length}-{index}",
                            call.Name,
                            call.Arguments.Deserialize<Dictionary<string, object?>>()
                        )
            )
            .ToList();
        return Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, contents)));
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        foreach (var update in (await GetResponseAsync(messages, options, cancellationToken)).ToChatResponseUpdates())
        {
            yield return update;
        }
    }

    /// <summary>The reviewer with the vocabularies of all packs; rebuilt when a pack is replaced.</summary>
    private OfflineReviewer SecondReader()
    {
        Pack[] loaded = [.. packs.All];
        var known = _reviewer;
        if (known is null || !known.Packs.SequenceEqual(loaded, ReferenceEqualityComparer.Instance))
        {
            _reviewer = known = new(
                loaded,
                new([
                    .. loaded
                        .Select(pack => pack.Extension<Vocabularies>())
                        .OfType<Vocabularies>()
                        .SelectMany(known => known.All),
                ])
            );
        }
        return known.Reviewer;
    }

    private sealed record KnownReviewer(Pack[] Packs, OfflineReviewer Reviewer);

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceType == typeof(ChatClientMetadata) ? new ChatClientMetadata(OfflinePlanner.Provider, null, "offline-planner")
        : serviceType.IsInstanceOfType(this) ? this
        : null;

    public void Dispose() { }

    private static IReadOnlyList<PlannedCall> Plan(Pack pack, ChatMessage[] messages)
    {
        var locale = messages[0].Text.Contains("Customer locale: de", StringComparison.Ordinal) ? "de" : "en";
        var says = pack.Extension<Vocabularies>()!.ByLanguage[locale].Says;
        var last = Array.FindLastIndex(messages, message => message.Role == ChatRole.User);
        var note = messages.Skip(last).LastOrDefault(message => message.Role == ChatRole.System)?.Text ?? "";
        if (note.StartsWith("Refused:", StringComparison.Ordinal))
        {
            return [PlannedCall.NothingToPropose("There is no other way that the planner knows.")];
        }
        var reader = Readers.GetValue(pack, known => new(known.Extension<Vocabularies>()!.All, known.StatutoryPhrases));
        var wishes = Understand(reader, messages, says);
        // Given back by an employee, the request is theirs no more, whatever was asked before.
        var isReturned = note.StartsWith("Returned", StringComparison.Ordinal);
        var about = wishes;
        if (note.StartsWith("Returned earlier:", StringComparison.Ordinal))
        {
            // Only what the customer said since then counts.
            (about, isReturned) = (reader.Read(messages[last].Text), false);
        }
        if (!isReturned && about.Any(wish => wish.WantsPerson || wish.Unsupported))
        {
            return
            [
                about.Any(wish => wish.WantsPerson)
                    ? PlannedCall.HandOff(HandOffReasons.CustomerAsks, customerAsks: true)
                    : PlannedCall.HandOff(OfflineReasons.Beyond(pack, wishes)),
            ];
        }
        if (wishes.All(wish => wish.Action is null && wish.Mentions.Count == 0 && wish.Orders.Count == 0))
        {
            return isReturned ? [PlannedCall.Ask(says["askOrder"])] : [PlannedCall.HandOff(OfflineReasons.NotUnderstood)];
        }
        var results = messages
            .Skip(last + 1)
            .SelectMany(message => message.Contents)
            .OfType<FunctionResultContent>()
            .Select(result => result.Result as JsonNode)
            .ToArray();
        if (results.FirstOrDefault(result => result?["orders"] is JsonArray) is not JsonObject found)
        {
            return results.Length > 0 ? [PlannedCall.HandOff(OfflineReasons.NoOrders)] : [new("find_orders", [])];
        }
        if (wishes.Any(wish => wish.Uncertain))
        {
            return [AskAgain()];
        }
        var planner = new WishPlanner(
            pack,
            new(pack, found, locale),
            [.. results.OfType<JsonObject>().Where(result => result["variants"] is JsonArray)]
        );
        var calls = new List<PlannedCall>();
        foreach (var wish in wishes)
        {
            var planned = planner.Plan(wish);
            if (
                planned
                is [{ Name: "find_variants" } or { Name: PlannerFunctions.AskCustomer } or { Name: PlannerFunctions.HandOff }]
            )
            {
                // One thing at a time: what is clear already is proposed together with the rest.
                return PlannedCalls.WasAskedTwice(messages, planned[0])
                    ? [PlannedCall.HandOff(OfflineReasons.AskedTwice(pack, wishes))]
                    : planned;
            }
            calls.AddRange(planned.Select(call => call with { Atomic = wishes.Any(any => any.Atomic) }));
        }
        if (PlannedCalls.Collide(calls))
        {
            return [AskAgain()];
        }
        calls = PlannedCalls.Joined(calls);
        return PlannedCalls.RepeatsRejectedPlan(reader, messages, says, planner, calls, last) ? [AskAgain()] : calls;

        PlannedCall AskAgain() =>
            PlannedCall.Ask(says["askAgain"]) is var again && PlannedCalls.WasAskedTwice(messages, again)
                ? PlannedCall.HandOff(OfflineReasons.AskedTwice(pack, wishes))
                : again;
    }

    internal static IReadOnlyList<Wish> Understand(
        MessageReader reader,
        ChatMessage[] messages,
        IReadOnlyDictionary<string, string> says
    )
    {
        IReadOnlyList<Wish> wishes = [];
        string? asked = null;
        foreach (var message in messages)
        {
            if (message.Role == ChatRole.Assistant && message.Text.Length > 0)
            {
                asked = says.FirstOrDefault(template =>
                    message.Text.StartsWith(template.Value.Split('{')[0], StringComparison.Ordinal)
                    && template.Value.Split('{')[0].Length > 3
                ).Key;
            }
            else if (message.Role == ChatRole.User)
            {
                wishes = WishDialogue.Add(wishes, reader.Read(message.Text), asked, CustomerAnswer.Read(message.Text));
                asked = null;
            }
        }
        return wishes;
    }
}
