using Agentic.Engine.Definitions;
using Agentic.Orchestration.Packs;

namespace Agentic.Orchestration.Agents.Offline;

/// <summary>
/// Reads <c>phrases.yaml</c>: by action and language the sentences that propose it, and under <c>about</c> the words that
/// tell that a sentence is about this domain, although no phrase fits. A pack without the file needs a
/// vocabulary of another kind, or a language model.
/// </summary>
internal sealed class PhraseReader : IPackExtension
{
    private const string Name = "phrases.yaml",
        About = "about";

    public object? Read(string folder, IReadOnlyDictionary<string, CatalogueAction> actions, List<Problem> problems)
    {
        var path = Path.Combine(folder, Name);
        if (!File.Exists(path))
        {
            return null;
        }
        var read = YamlFile.Read<Dictionary<string, Dictionary<string, IReadOnlyList<string>>>>(path, problems);
        HashSet<string> about = [];
        if (read?.Remove(About, out var words) == true)
        {
            about.UnionWith(words.Values.SelectMany(list => list).SelectMany(PhraseMatcher.WordsOf));
        }
        Phrase[] phrases =
        [
            .. (read ?? []).SelectMany(action =>
                action.Value.SelectMany(language => language.Value).Select(phrase => new Phrase(action.Key, Parts(phrase)))
            ),
        ];
        Problem[] wrong = [.. phrases.SelectMany(phrase => Check(phrase, actions))];
        problems.AddRange(wrong);
        return read is null || wrong.Length > 0 ? null : new PhraseBook(phrases, about);
    }

    /// <summary>A phrase may only name what the catalogue has, and has to say what a required argument is.</summary>
    private static IEnumerable<Problem> Check(Phrase phrase, IReadOnlyDictionary<string, CatalogueAction> actions)
    {
        Problem At(string reason) => new(Name, $"$.{phrase.Action}", reason);
        if (!actions.TryGetValue(phrase.Action, out var action))
        {
            yield return At($"Must be one of {string.Join(", ", actions.Keys)}.");
            yield break;
        }
        var named = phrase.Parts.Select(Phrase.ArgumentOf).OfType<string>().ToHashSet();
        foreach (var unknown in named.Where(name => !action.Arguments.ContainsKey(name)))
        {
            yield return At($"'{{{unknown}}}' is no argument of it. Known: {string.Join(", ", action.Arguments.Keys)}.");
        }
        foreach (var (name, argument) in action.Arguments)
        {
            if (argument.Required && !named.Contains(name))
            {
                yield return At($"'{string.Join(' ', phrase.Parts)}' does not say '{{{name}}}', which is required.");
            }
            if (named.Contains(name) && (string?)argument.Schema["type"] != "string")
            {
                yield return At($"'{name}' is no string: a phrase can only say strings.");
            }
        }
    }

    private static IReadOnlyList<string> Parts(string phrase) =>
        [
            .. phrase
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .SelectMany(part => Phrase.ArgumentOf(part) is null ? PhraseMatcher.WordsOf(part) : [part]),
        ];
}
