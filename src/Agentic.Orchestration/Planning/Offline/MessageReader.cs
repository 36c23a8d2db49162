using Agentic.Orchestration.Packs;

namespace Agentic.Orchestration.Planning.Offline;

/// <summary>
/// Divides a message into its wishes: one per action, each with the words that belong to it. In German the verb comes last
/// and in English first, so words between two verbs go to the one that would otherwise be about nothing.
/// </summary>
internal sealed partial class MessageReader(IReadOnlyList<Vocabulary> vocabularies)
{
    private static readonly HashSet<string> Joints = ["und", "and", "sowie", "dann", "then", "ausserdem", "also"];
    private readonly Tagger _tagger = new(vocabularies);
    private readonly WishReader _reader = new(vocabularies);

    public IReadOnlyList<Wish> Read(string message)
    {
        var (address, withoutAddress) = AddressReader.Take(Spaces().Replace(message, " "));
        var (amount, text) = AddressReader.TakeAmount(withoutAddress);
        var words = Words.Of(text);
        var tags = _tagger.Tag(words);
        var whole = _reader.Read(words, tags);
        var wishes = Strong(tags) is { Count: > 1 } ? Divide(words, tags).Select(chunk => _reader.Read(chunk, _tagger.Tag(chunk))).ToList() : [whole];
        wishes = [.. wishes.Select(wish => wish with { WantsPerson = whole.WantsPerson, Unsupported = whole.Unsupported, Corrects = whole.Corrects, Adds = whole.Adds, Atomic = whole.Atomic })];
        if (wishes.Count > 1)
        {
            // "cancel it and give me my money back": the second half says what the first one means.
            wishes.RemoveAll(wish => wish is { Action: Actions.Return, HasObject: false });
        }
        if (amount is not null && wishes.Any(wish => wish.Action == Actions.Return) && tags.Any(tag => tag.Kind == TagKind.Keep))
        {
            // Money back for something that stays: not a return, and for which piece is not certain.
            wishes = [.. wishes.Select(wish => wish with { Unsupported = true })];
        }
        return Place(wishes, address, amount, amount is null && AddressReader.IsAmountUnclear(withoutAddress));
    }

    /// <summary>Something is to be different: a no, a correction, a number that is no order's.</summary>
    public bool Corrects(string message)
    {
        var words = Words.Of(message);
        var tags = _tagger.Tag(words);
        return tags.Any(tag => tag.Kind is TagKind.Not or TagKind.Keep or TagKind.Refused or TagKind.Correction or TagKind.Other)
            || words.Index().Any(word => word.Item.Text.Any(char.IsAsciiDigit) && !tags.Any(tag => tag.Kind == TagKind.Order && tag.At == word.Index));
    }

    /// <summary>Actions that are named by more than a reason.</summary>
    private static List<string> Strong(List<Tag> tags)
    {
        var strong = tags.Where(tag => tag.Kind == TagKind.Wish && !IsReason(tags, tag)).Select(tag => tag.Name).Distinct().ToList();
        return strong;
    }

    private static bool IsReason(List<Tag> tags, Tag wish) => tags.Any(tag => tag.Kind == TagKind.Reason && tag.At == wish.At);

    private static List<List<Word>> Divide(List<Word> words, List<Tag> tags)
    {
        var chunks = new List<(List<Word> Words, string? Action, bool HasObject)>();
        for (var at = 0; at < words.Count;)
        {
            var end = at + 1;
            while (end < words.Count && words[end].Part == words[at].Part && words[end].Clause == words[at].Clause && !Joints.Contains(words[end].Text))
            {
                end++;
            }
            var inside = tags.Where(tag => tag.At >= at && tag.At < end).ToArray();
            var action = inside.FirstOrDefault(tag => tag.Kind == TagKind.Wish && !IsReason(tags, tag))?.Name;
            chunks.Add((words[at..end], action, inside.Any(tag => tag.Kind is TagKind.Order or TagKind.Item or TagKind.Everything)));
            at = end;
        }
        var groups = new List<(List<Word> Words, string? Action)>();
        for (var index = 0; index < chunks.Count; index++)
        {
            var (chunk, action, hasObject) = chunks[index];
            var next = chunks.Skip(index + 1).FirstOrDefault(later => later.Action is not null);
            var current = groups.LastOrDefault();
            var starts = current.Words is null || (action is not null && current.Action is not null && action != current.Action)
                || (action is null && current.Action is not null && hasObject && next is { Action: not null, HasObject: false } && next.Action != current.Action);
            if (starts)
            {
                groups.Add(([.. chunk], action));
            }
            else
            {
                current.Words!.AddRange(chunk);
                groups[^1] = (current.Words, current.Action ?? action);
            }
        }
        return [.. groups.Select(group => group.Words)];
    }

    [System.Text.RegularExpressions.GeneratedRegex(@"[ \t\u00a0]+")]
    private static partial System.Text.RegularExpressions.Regex Spaces();

    /// <summary>An address or an amount belongs to the wish that needs one.</summary>
    private static List<Wish> Place(List<Wish> wishes, System.Text.Json.Nodes.JsonObject? address, decimal? amount, bool isAmountUnclear)
    {
        var forAddress = wishes.FindIndex(wish => Actions.IsAboutAddress(wish.Action));
        var forAmount = wishes.FindIndex(wish => wish.Action == Actions.Goodwill);
        if (address is not null)
        {
            // An order, an address and nothing else: that is where it is to go.
            wishes = wishes is [{ Action: null, Orders.Count: 1, Account: false }] ? [wishes[0] with { Action = Actions.OrderAddress }] : wishes;
            forAddress = wishes.FindIndex(wish => Actions.IsAboutAddress(wish.Action));
            var at = forAddress >= 0 ? forAddress : wishes.Count - 1;
            wishes[at] = wishes[at] with { Address = address };
        }
        if (amount is not null || isAmountUnclear)
        {
            var at = forAmount >= 0 ? forAmount : wishes.Count - 1;
            wishes[at] = wishes[at] with { Amount = amount, AmountUnclear = isAmountUnclear };
        }
        return wishes;
    }
}
