using Agentic.Orchestration.Text;

namespace Agentic.Retail.Planning;

/// <summary>
/// Which payment method a message names; <see cref="Unknown"/> when it names several and nothing decides.
/// </summary>
internal static class MethodReader
{
    /// <summary>Named, but the shop has no name for it, or it is not certain which one is meant.</summary>
    public const string Unknown = "unknown";

    private static readonly HashSet<string> Away = ["statt", "anstatt", "anstelle", "instead", "than"];
    private static readonly HashSet<string> From = ["von", "from"];
    private static readonly HashSet<string> Towards =
    [
        "auf",
        "to",
        "zu",
        "sondern",
        "lieber",
        "but",
        "rather",
        "with",
        "by",
        "mit",
        "per",
        "ueber",
        "via",
        "use",
    ];

    public static string? Read(List<Tag> tags, IReadOnlyList<Word> words)
    {
        var named = tags.Where(tag =>
                tag.Kind is TagKind.Method or TagKind.OtherMethod && !IsRefused(tags, tag) && !IsBehind(words, tag, Away, 3)
            )
            .ToArray();
        var corrected = tags.Where(tag => tag.Kind == TagKind.Correction).Select(tag => tag.At).DefaultIfEmpty(-1).Max();
        named = Narrow(named, tag => tag.At > corrected);
        if (
            named
                .Zip(named.Skip(1))
                .Any(pair =>
                    pair.First.Name != pair.Second.Name
                    && words.Take(pair.Second.At).Skip(pair.First.End).Any(word => word.Text is "oder" or "or")
                )
        )
        {
            return Unknown;
        }
        named = Narrow(named, tag => !IsBehind(words, tag, From, 3));
        named = Narrow(named, tag => IsBehind(words, tag, Towards, 2));
        return named.Select(tag => tag.Kind == TagKind.Method ? tag.Name : Unknown).Distinct().ToArray() switch
        {
            [] => null,
            [var only] => only,
            _ => Unknown,
        };
    }

    /// <summary>Applies a filter while several methods remain and the filter leaves at least one.</summary>
    private static Tag[] Narrow(Tag[] named, Func<Tag, bool> by) =>
        named.Select(tag => tag.Name).Distinct().Count() > 1 && named.Where(by).ToArray() is { Length: > 0 } narrowed
            ? narrowed
            : named;

    private static bool IsRefused(List<Tag> tags, Tag tag) =>
        tags.Any(not => not.Kind == TagKind.Not && not.Part == tag.Part && not.At < tag.At && tag.At - not.End <= 5);

    private static bool IsBehind(IReadOnlyList<Word> words, Tag tag, HashSet<string> these, int within) =>
        Enumerable
            .Range(1, within)
            .Any(back =>
                tag.At >= back
                && words[tag.At - back].Clause == tag.Clause
                && these.Any(word => word == words[tag.At - back].Text || Words.IsTypo(words[tag.At - back].Text, word))
            );
}
