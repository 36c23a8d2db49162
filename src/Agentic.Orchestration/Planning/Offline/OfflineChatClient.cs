using System.Text.Json;
using System.Text.Json.Nodes;
using Agentic.Orchestration.Packs;
using Microsoft.Extensions.AI;

namespace Agentic.Orchestration.Planning.Offline;

/// <summary>
/// The planner that needs no key and no network: a deterministic automaton, not a language model. It sees what a model
/// would see, messages and function definitions, asks when it is not sure, and passes on what it does not understand.
/// </summary>
internal sealed class OfflineChatClient(PackRegistry packs) : IChatClient
{
    public const string Provider = "offline";

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var all = messages.ToArray();
        var functions = options?.Tools?.Select(tool => tool.Name).ToHashSet() ?? [];
        if (functions.Contains(Reviewer.GiveOpinion))
        {
            var opinion = new OfflineReviewer([.. packs.All.SelectMany(pack => pack.Vocabularies.Values)]).Review((JsonObject)JsonNode.Parse(all[^1].Text)!);
            return Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, [new FunctionCallContent("opinion", Reviewer.GiveOpinion, opinion.Deserialize<Dictionary<string, object?>>())])));
        }
        var pack = packs.All.FirstOrDefault(pack => pack.Actions.Count > 0 && pack.Actions.Keys.All(functions.Contains));
        var calls = pack is null ? [] : Plan(pack, all);
        var contents = calls.Select((call, index) => (AIContent)new FunctionCallContent($"call-{all.Length}-{index}", call.Name, call.Arguments.Deserialize<Dictionary<string, object?>>())).ToList();
        return Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, contents)));
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var update in (await GetResponseAsync(messages, options, cancellationToken)).ToChatResponseUpdates())
        {
            yield return update;
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceType == typeof(ChatClientMetadata) ? new ChatClientMetadata(Provider, null, "offline-planner") : serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
    }

    private static IReadOnlyList<Call> Plan(Pack pack, ChatMessage[] messages)
    {
        var locale = messages[0].Text.Contains("Customer locale: de", StringComparison.Ordinal) ? "de" : "en";
        var says = pack.Vocabularies[locale].Says;
        var last = Array.FindLastIndex(messages, message => message.Role == ChatRole.User);
        var note = messages.Skip(last).LastOrDefault(message => message.Role == ChatRole.System)?.Text ?? "";
        if (note.StartsWith("Refused:", StringComparison.Ordinal))
        {
            return [Call.NothingToPropose("There is no other way that the planner knows.")];
        }
        var wish = Understand(pack, messages, says);
        // Given back by an employee, the request is theirs no more, whatever was asked before.
        var isReturned = note.StartsWith("Returned", StringComparison.Ordinal);
        if (note.StartsWith("Returned earlier:", StringComparison.Ordinal))
        {
            // Only what the customer said since then counts.
            var latest = new WishReader([.. pack.Vocabularies.Values]).Read(messages[last].Text);
            (wish, isReturned) = (wish with { WantsPerson = latest.WantsPerson, Unsupported = latest.Unsupported }, false);
        }
        if (!isReturned && (wish.WantsPerson || wish.Unsupported))
        {
            return [Call.HandOff(wish.WantsPerson ? "The customer asks for a person." : "The wish goes beyond returns and refunds.")];
        }
        if (wish.Actions.Count == 0 && wish.Mentions.Count == 0 && wish.Orders.Count == 0)
        {
            return isReturned ? [Call.Ask(says["askOrder"])] : [Call.HandOff("The planner did not understand the request.")];
        }
        var results = messages.Skip(last + 1).SelectMany(message => message.Contents).OfType<FunctionResultContent>().Select(result => result.Result as JsonNode).ToArray();
        if (results.FirstOrDefault(result => result?["orders"] is JsonArray) is not JsonObject found)
        {
            return results.Length > 0 ? [Call.HandOff("The customer's orders cannot be read.")] : [new("find_orders", [])];
        }
        var calls = wish.Actions.Count == 0 ? [Call.Ask(says["askWish"])] : new OrderMatcher(pack, wish, found, locale).Match(wish.Actions[0]);
        // The same question a third time helps nobody.
        return calls is [{ Name: PlannerFunctions.AskCustomer } question] && messages.Count(message => message.Role == ChatRole.Assistant && message.Text == (string?)question.Arguments["question"]) >= 2
            ? [Call.HandOff("The planner asked twice and still does not understand.")] : calls;
    }

    private static Wish Understand(Pack pack, ChatMessage[] messages, IReadOnlyDictionary<string, string> says)
    {
        var reader = new WishReader([.. pack.Vocabularies.Values]);
        var wish = new Wish();
        string? asked = null;
        foreach (var message in messages)
        {
            if (message.Role == ChatRole.Assistant && message.Text.Length > 0)
            {
                asked = says.FirstOrDefault(template => message.Text.StartsWith(template.Value.Split('{')[0], StringComparison.Ordinal) && template.Value.Split('{')[0].Length > 3).Key;
            }
            else if (message.Role == ChatRole.User)
            {
                wish = WishDialogue.Add(wish, reader.Read(message.Text), asked, Answer(pack, message.Text), pack.Actions.Keys.First());
                asked = null;
            }
        }
        return wish;
    }

    private static bool? Answer(Pack pack, string text)
    {
        var words = Words.Of(text);
        return pack.Vocabularies.Values.Any(vocabulary => Words.IsOnly(words, vocabulary.Yes)) ? true
            : pack.Vocabularies.Values.Any(vocabulary => Words.IsOnly(words, vocabulary.No)) ? false : null;
    }
}

internal sealed record Call(string Name, JsonObject Arguments)
{
    public static Call Ask(string question) => new(PlannerFunctions.AskCustomer, new() { ["question"] = question });

    public static Call HandOff(string reason) => new(PlannerFunctions.HandOff, new() { ["reason"] = reason });

    public static Call NothingToPropose(string reason) => new(PlannerFunctions.NothingToPropose, new() { ["reason"] = reason });
}
