using System.Text.Json.Nodes;
using Agentic.Orchestration.Packs;
using Agentic.Orchestration.Requests;

namespace Agentic.Orchestration.Planning;

/// <summary>An id counts only when the customer said it or a query returned it.</summary>
internal static class Grounding
{
    public static IEnumerable<(string Path, string Error)> Check(CatalogueAction action, JsonObject arguments, RequestState state, IEnumerable<JsonNode?> queryResults)
    {
        var known = new Lazy<string>(() => string.Join('\n', state.Conversation.Where(line => line.From == "customer").Select(line => line.Text).Concat(queryResults.Select(result => result?.ToJsonString() ?? ""))));
        foreach (var (name, argument) in action.Arguments.Where(argument => argument.Value.Grounded))
        {
            if (arguments[name] is JsonValue value && value.TryGetValue<string>(out var id) && !ContainsWord(known.Value, id))
            {
                yield return (name, $"'{id}' is neither in the customer's words nor in a query's result. Query first, or ask the customer.");
            }
        }
    }

    private static bool ContainsWord(string text, string word)
    {
        for (var at = text.IndexOf(word, StringComparison.OrdinalIgnoreCase); at >= 0; at = text.IndexOf(word, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            var end = at + word.Length;
            if ((at == 0 || !char.IsLetterOrDigit(text[at - 1])) && (end == text.Length || !char.IsLetterOrDigit(text[end])))
            {
                return true;
            }
        }
        return false;
    }
}
