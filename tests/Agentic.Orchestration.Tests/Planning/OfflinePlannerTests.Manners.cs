namespace Agentic.Orchestration.Tests.Planning;

/// <summary>
/// The same wishes in other manners: hurried, without umlauts, polite, angry, mistyped. Every utterance of the other
/// files is said in each of them; how it is said must not change what it means.
/// </summary>
public sealed partial class OfflinePlannerTests
{
    private static readonly Dictionary<string, Func<string, string, string>> Manners = new()
    {
        ["lower case"] = (_, message) => message.ToLowerInvariant(),
        ["shouted"] = (_, message) => message.TrimEnd('.', '!') + "!!!",
        ["no umlauts"] = (_, message) => Plain(message),
        ["polite before"] = (locale, message) =>
            (locale == "de" ? "Guten Tag, ich hoffe, es geht Ihnen gut. " : "Hi there, hope you are well. ") + message,
        ["polite after"] = (locale, message) =>
            message
            + (
                locale == "de"
                    ? "\nVielen Dank für Ihre Mühe und freundliche Grüße"
                    : "\nMany thanks for your help and kind regards"
            ),
        ["angry"] = (locale, message) =>
            message
            + (
                locale == "de"
                    ? " Das ist wirklich eine Frechheit, so etwas habe ich noch nie erlebt."
                    : " This is really outrageous, I have never seen anything like it."
            ),
        ["spaces"] = (_, message) => "  " + message.Replace(" ", "  ", StringComparison.Ordinal) + " \n",
    };

    public static TheoryData<string, string> LanguagesAndGroups()
    {
        var data = new TheoryData<string, string>();
        foreach (var (locale, group) in Utterances.Groups)
        {
            data.Add(locale, group);
        }
        return data;
    }

    /// <summary>Every action is asked for in many ways, not in one way many times.</summary>
    [Theory]
    [MemberData(nameof(LanguagesAndGroups))]
    public void EachGroup_HasSixtySentences(string locale, string group) =>
        Utterances
            .Of(locale, group)
            .Select(utterance => utterance.Messages)
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .Count()
            .ShouldBeGreaterThanOrEqualTo(60);

    [Theory]
    [MemberData(nameof(LanguagesAndGroups))]
    public async Task HowItIsSaid_DoesNotChangeWhatItMeans(string locale, string group)
    {
        var findings = new List<string>();
        foreach (var (messages, expected) in Utterances.Of(locale, group))
        {
            foreach (var (manner, say) in Manners)
            {
                // Nobody greets or rages in every line: short answers stay short.
                var told = string.Join(
                    " | ",
                    messages
                        .Split('|', StringSplitOptions.TrimEntries)
                        .Select(
                            (message, index) =>
                                index == 0 || manner is not ("polite before" or "polite after" or "angry")
                                    ? say(locale, message)
                                    : message
                        )
                );
                var wanted = expected.Split('#');
                var outcomes = await OutcomesAsync(locale, told);
                if (!outcomes.TakeLast(wanted.Length).Select(Same).SequenceEqual(wanted.Select(Same)))
                {
                    findings.Add($"{manner}: '{told}': {string.Join(" # ", outcomes)}, expected {expected}");
                }
            }
        }
        findings.ShouldBeEmpty();
    }

    /// <summary>
    /// Two letters of one word the wrong way round: the same plan, or a question, or a person. Never another plan.
    /// </summary>
    [Theory]
    [MemberData(nameof(LanguagesAndGroups))]
    public async Task TypingMistake_NeverLeadsToAnotherPlan(string locale, string group)
    {
        var (understood, asked, findings) = (0, 0, new List<string>());
        foreach (
            var (messages, expected) in Utterances
                .Of(locale, group)
                .Where(utterance => !utterance.Expected.Contains(", ", StringComparison.Ordinal))
        )
        {
            foreach (var mistyped in Mistype(messages))
            {
                var outcome = (await OutcomesAsync(locale, mistyped))[^1];
                var wanted = expected.Split('#')[^1];
                if (Same(outcome) == Same(wanted))
                {
                    understood++;
                }
                else if (outcome == "person" || outcome.StartsWith("ask", StringComparison.Ordinal))
                {
                    asked++;
                }
                else
                {
                    findings.Add($"'{mistyped}': {outcome}, expected {expected}");
                }
            }
        }
        findings.ShouldBeEmpty();
        understood.ShouldBeGreaterThan(asked * 2, "most mistakes are understood");
    }

    /// <summary>Each longer word of plain letters in turn.</summary>
    private static IEnumerable<string> Mistype(string messages)
    {
        var words = messages.Split(' ');
        for (var index = 0; index < words.Length; index++)
        {
            var word = words[index];
            if (word.Length >= 7 && word.All(char.IsLetter) && word[3] != word[4])
            {
                yield return string.Join(
                    ' ',
                    [.. words[..index], word[..3] + word[4] + word[3] + word[5..], .. words[(index + 1)..]]
                );
            }
        }
    }

    /// <summary>An address stays as the customer wrote it; only its letters are compared.</summary>
    private static string Same(string outcome) => Plain(outcome.ToLowerInvariant());

    private static string Plain(string text) =>
        text.Replace("ä", "ae", StringComparison.Ordinal)
            .Replace("ö", "oe", StringComparison.Ordinal)
            .Replace("ü", "ue", StringComparison.Ordinal)
            .Replace("Ä", "Ae", StringComparison.Ordinal)
            .Replace("Ö", "Oe", StringComparison.Ordinal)
            .Replace("Ü", "Ue", StringComparison.Ordinal)
            .Replace("ß", "ss", StringComparison.Ordinal);
}
