using System.Text.Json.Nodes;
using Agentic.Contracts;
using Agentic.Orchestration.Packs;
using Agentic.Orchestration.Requests;

namespace Agentic.Orchestration.Agents;

/// <summary>Whether a wish is one that the request knows already.</summary>
internal static class RepeatedWish
{
    /// <summary>
    /// Whether the newest message only repeats a known wish: it is the only message, has been written before, or names an id
    /// of every known action.
    /// </summary>
    public static bool IsRepeated(Pack pack, RequestState state, IReadOnlyList<ActionState> known)
    {
        var said = state.Conversation.Where(line => line.From == "customer").Select(line => line.Text.Trim()).ToArray();
        return said.Length < 2
            || said.SkipLast(1).Contains(said[^1], StringComparer.OrdinalIgnoreCase)
            || known.All(action =>
                NamesOf(pack, action).Any(name => said[^1].Contains(name, StringComparison.OrdinalIgnoreCase))
            );
    }

    /// <summary>What the customer would call the objects that an action is about: its ids, as people write them.</summary>
    private static IEnumerable<string> NamesOf(Pack pack, ActionState action) =>
        (pack.Actions.GetValueOrDefault(action.Name)?.Arguments ?? new Dictionary<string, CatalogueArgument>())
            .Where(argument => argument.Value is { Consent: true, Grounded: true })
            .Select(argument => action.Arguments[argument.Key])
            .OfType<JsonValue>()
            .Select(value => value.TryGetValue<string>(out var id) ? id.TrimStart('#') : "")
            .Where(id => id.Length > 0);

    /// <param name="byEmployee">An employee may propose once more what is done; only what is still under way is enough.</param>
    public static bool IsOnItsWay(RequestState state, ActionState action, bool byEmployee) =>
        !state.IsStopped(action)
        && (
            action.Status
                is ActionStatus.Confirmed
                    or ActionStatus.AwaitingApproval
                    or ActionStatus.Executing
                    or ActionStatus.Unclear
            || (action.Status == ActionStatus.Done && !byEmployee)
        );

    /// <summary>
    /// The same words again, or the same pieces: with two of a kind, a repeated wish would otherwise resolve to the
    /// second one.
    /// </summary>
    public static bool IsSameWish(CatalogueAction action, ActionState known, PlannedAction entry) =>
        action.ConsentArguments.All(name => JsonNode.DeepEquals(known.Arguments[name], entry.Arguments[name]))
        || (
            known.Targets.Count > 0
            && known.Targets.ToHashSet().SetEquals(entry.Targets)
            && action.ConsentArguments.All(name =>
                JsonNode.DeepEquals(Meaning(known.Arguments[name]), Meaning(entry.Arguments[name]))
            )
        );

    /// <summary>
    /// What is asked beside the pieces, which the targets already say: another variant, address, method or amount is
    /// another wish.
    /// </summary>
    private static JsonNode? Meaning(JsonNode? argument) =>
        argument switch
        {
            JsonArray items => new JsonArray([
                .. items.Select(item =>
                    item is JsonObject members
                        ? new JsonObject(
                            members
                                .Where(member => member.Key is not ("line" or "quantity"))
                                .Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone()))
                        )
                        : item?.DeepClone()
                ),
            ]),
            JsonValue text when text.TryGetValue<string>(out var said) => JsonValue.Create(said.TrimStart('#')),
            _ => argument?.DeepClone(),
        };
}
