using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Agentic.Contracts;
using Agentic.Orchestration.Packs;
using Microsoft.Extensions.AI;

namespace Agentic.Orchestration.Agents.Offline;

/// <summary>
/// Reads the phrases of all packs, and leaves the rest of the customer's words to the planner of a kind of business, if
/// the program has one. It sees what a model would see.
/// </summary>
/// <param name="other">Null: what is no phrase goes to a person.</param>
internal sealed class OfflineModel(PackRegistry packs, IChatClient? other) : IChatClient
{
    private static readonly LocalText NotUnderstood =
            new("Das Anliegen wurde nicht verstanden.", "The planner did not understand the request."),
        NeedsModel =
            new(
                "Für dieses Anliegen braucht es ein Sprachmodell: Der eingebaute Planer kennt seine Wörter nicht.",
                "This needs a language model: the built-in planner does not know its words."
            );

    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        var all = messages.ToArray();
        var functions = options?.Tools?.Select(tool => tool.Name).ToHashSet() ?? [];
        if (functions.Contains(PlannerFunctions.GiveOpinion) || IsAboutARefusal(all))
        {
            return await AskOtherAsync(all, options, cancellationToken);
        }
        var read = all.Select(message => Read(message, functions)).ToArray();
        var open = OpenDialogue(all);
        var calls = open.SelectMany(index => read[index].Calls).Distinct(SameCall.Instance).Select(Call).ToList<AIContent>();
        if (
            open.Any(index =>
                packs.All.Any(pack => PhraseMatcher.IsAbout(pack, read[index].Left))
                || (read[index].Calls.Count > 0 && PhraseMatcher.HasDenial(read[index].Left))
            )
        )
        {
            // The words concern a pack that has phrases, but none fits. Without a hand-off the wish would be lost silently.
            return new(new ChatMessage(ChatRole.Assistant, [PassOn()]));
        }
        if (calls.Count > 0 && open.Count == 1 && read[open[0]].Left.Length == 0)
        {
            return new(new ChatMessage(ChatRole.Assistant, calls));
        }
        var answer = await AskOtherAsync(
            [
                .. all.Zip(read)
                    .Where(one => one.First.Role != ChatRole.User || one.Second.Left.Length > 0)
                    .Select(one => one.Second.Calls.Count == 0 ? one.First : new(ChatRole.User, one.Second.Left)),
            ],
            options,
            cancellationToken
        );
        var others = answer.Messages.SelectMany(message => message.Contents).OfType<FunctionCallContent>().ToArray();
        return calls.Count == 0 ? answer
            // A plan of all or nothing, and a wish of another domain beside it: a person sees both.
            : others.Length == 0 ? new(new ChatMessage(ChatRole.Assistant, [PassOn()]))
            : others.All(call => packs.All.Any(pack => pack.Actions.ContainsKey(call.Name)))
                ? new(new ChatMessage(ChatRole.Assistant, [.. calls, .. others]))
            // A question, a query or a hand-off comes first; what is clear already is proposed with the rest.
            : answer;
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

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceType == typeof(ChatClientMetadata) ? new ChatClientMetadata(OfflinePlanner.Provider, null, "offline-planner")
        : serviceType.IsInstanceOfType(this) ? this
        : null;

    public void Dispose() => other?.Dispose();

    private Task<ChatResponse> AskOtherAsync(
        ChatMessage[] messages,
        ChatOptions? options,
        CancellationToken cancellationToken
    ) =>
        other is null
            ? Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, [PassOn()])))
            : other.GetResponseAsync(messages, options, cancellationToken);

    /// <summary>A refusal, or a request that a person gave back, is no new wish.</summary>
    private static bool IsAboutARefusal(ChatMessage[] messages) =>
        messages.Reverse().TakeWhile(message => message.Role != ChatRole.User).Any(message => message.Role == ChatRole.System);

    /// <summary>
    /// The customer's messages that no plan has answered yet: the newest, and before it those that were answered by a
    /// question.
    /// </summary>
    private static List<int> OpenDialogue(ChatMessage[] messages)
    {
        var open = new List<int>();
        var isAnswered = true;
        for (var index = messages.Length - 1; index >= 0; index--)
        {
            if (messages[index].Role == ChatRole.User)
            {
                if (open.Count > 0 && !isAnswered)
                {
                    break;
                }
                open.Insert(0, index);
                isAnswered = false;
            }
            else if (messages[index].Role == ChatRole.Assistant && messages[index].Text.Length > 0)
            {
                isAnswered = true;
            }
        }
        return open;
    }

    private (IReadOnlyList<(string Action, JsonObject Arguments)> Calls, string Left) Read(
        ChatMessage message,
        HashSet<string> functions
    )
    {
        var calls = new List<(string Action, JsonObject Arguments)>();
        var text = message.Text;
        foreach (var pack in message.Role == ChatRole.User ? packs.All : [])
        {
            var (found, rest) = PhraseMatcher.Read(pack, text);
            if (found.Count > 0 && found.All(call => functions.Contains(call.Action)))
            {
                calls.AddRange(found);
                text = rest;
            }
        }
        return (calls, text);
    }

    /// <summary>The same words again are one wish.</summary>
    private sealed class SameCall : IEqualityComparer<(string Action, JsonObject Arguments)>
    {
        public static SameCall Instance { get; } = new();

        public bool Equals((string Action, JsonObject Arguments) x, (string Action, JsonObject Arguments) y) =>
            x.Action == y.Action
            && string.Equals(x.Arguments.ToJsonString(), y.Arguments.ToJsonString(), StringComparison.OrdinalIgnoreCase);

        public int GetHashCode((string Action, JsonObject Arguments) obj) => obj.Action.GetHashCode(StringComparison.Ordinal);
    }

    private static FunctionCallContent Call((string Action, JsonObject Arguments) call, int index) =>
        new($"phrase-{index}", call.Action, call.Arguments.Deserialize<Dictionary<string, object?>>());

    private FunctionCallContent PassOn()
    {
        var reason = packs.All.Any(PlannerCheck.HasVocabulary) ? NotUnderstood : NeedsModel;
        return new(
            "pass-on",
            PlannerFunctions.HandOff,
            new Dictionary<string, object?>
            {
                ["reason"] = new JsonObject { ["de"] = reason.De, ["en"] = reason.En },
                ["customerAsks"] = false,
            }
        );
    }
}
