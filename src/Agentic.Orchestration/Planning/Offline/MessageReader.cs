using Agentic.Orchestration.Packs;

namespace Agentic.Orchestration.Planning.Offline;

/// <summary>
/// Divides a message into its wishes: one per action, each with the words that belong to it. In German the verb comes last
/// and in English first, so words between two verbs go to the one that would otherwise be about nothing.
/// </summary>
internal sealed partial class MessageReader(IReadOnlyList<Vocabulary> vocabularies)
{
    private readonly Tagger _tagger = new(vocabularies);
    private readonly WishReader _reader = new(vocabularies);

    public IReadOnlyList<Wish> Read(string message)
    {
        message = Spaces().Replace(message, " ");
        var (address, withoutAddress) = AddressReader.Take(message);
        var (amount, text) = AmountReader.Take(withoutAddress);
        var words = Words.Of(text);
        var tags = _tagger.Tag(words);
        tags = [.. tags.Where(tag => !IsPartOfGoodwill(tags, tag))];
        var whole = _reader.Read(words, tags);
        var parts = MessageParts.Of(words, tags);
        var wishes = parts.Select(part => part.Action).OfType<string>().Distinct().Count() > 1 ? Divide(words, parts).Select(chunk => _reader.Read(chunk, _tagger.Tag(chunk))).ToList() : [whole];
        wishes = [.. wishes.Select(wish => wish with { WantsPerson = whole.WantsPerson, Unsupported = whole.Unsupported, Corrects = whole.Corrects, Adds = whole.Adds, Atomic = whole.Atomic, IsStatutory = whole.IsStatutory })];
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
        if (address is not null && AddressReader.IsDestination(message) && wishes.All(wish => wish.Action is not null && !Actions.IsAboutAddress(wish.Action)))
        {
            // Something is to go to that address, and no verb says what.
            return Place([.. wishes.Select(wish => wish with { Uncertain = true })], address, amount, false);
        }
        var unclear = UnclearOrders(words, tags, parts);
        var isVariantLeft = wishes.All(wish => wish.Action is not null && !Actions.IsAboutItems(wish.Action)) && parts.Any(part => part.Action is null && NamesVariant(tags, part));
        // "… to my office, and by gift card": a delivery takes no payment method.
        var isMethodLeft = whole.Method is not (null or MethodReader.Unknown) && wishes.All(wish => Actions.IsAboutAddress(wish.Action) || (wish.Action is null && address is not null));
        wishes = [.. wishes.Select(wish => wish with { Uncertain = isVariantLeft || isMethodLeft || (IsAboutWholeOrders(wish, address is not null) && wish.Orders.Count > 1 && (wish.Orders.Any(unclear.Contains) || wish.Mentions.Count > 0)) })];
        return Place(wishes, address, amount, amount is null && AmountReader.IsUnclear(withoutAddress));
    }

    /// <summary>Something is to be different: a no, a correction, a number that is no order's.</summary>
    public bool Corrects(string message)
    {
        var words = Words.Of(message);
        var tags = _tagger.Tag(words);
        return tags.Any(tag => tag.Kind is TagKind.Not or TagKind.Keep or TagKind.Refused or TagKind.Correction or TagKind.Other)
            || words.Index().Any(word => word.Item.Text.Any(char.IsAsciiDigit) && !tags.Any(tag => tag.Kind == TagKind.Order && tag.At == word.Index));
    }

    /// <summary>"… the T-shirt in L": something is to be done about it that the other wishes do not say.</summary>
    private static bool NamesVariant(List<Tag> tags, MessagePart part) => tags.Any(item => item.Kind == TagKind.Item && item.At >= part.At
        && tags.Any(variant => variant.Kind is TagKind.Colour or TagKind.Size && variant.At > item.At && variant.At < part.End && !tags.Any(next => next.Kind == TagKind.Item && next.At == variant.End)));

    /// <summary>Without its address a second number may be the postal code of one that could not be read.</summary>
    private static bool IsAboutWholeOrders(Wish wish, bool hasAddress) =>
        wish.Action is not null && (!Actions.IsAboutItems(wish.Action) || wish.Mentions.Count == 0) && (!Actions.IsAboutAddress(wish.Action) || hasAddress);

    /// <summary>"Refund part of the money": said of a return it would mean all of it.</summary>
    private static bool IsPartOfGoodwill(List<Tag> tags, Tag tag) => tag is { Kind: TagKind.Wish, Name: Actions.Return }
        && tags.Any(goodwill => goodwill is { Kind: TagKind.Wish, Name: Actions.Goodwill } && goodwill.Part == tag.Part && goodwill.Clause == tag.Clause);

    /// <summary>
    /// Orders that are named in a stretch of their own with words that say something unknown about them ("… and have you
    /// seen 10071 yet"): the wish of another stretch is not simply theirs too.
    /// </summary>
    private HashSet<string> UnclearOrders(List<Word> words, List<Tag> tags, List<MessagePart> parts)
    {
        var unclear = new HashSet<string>();
        foreach (var part in parts)
        {
            var inside = tags.Where(tag => tag.At >= part.At && tag.At < part.End).ToArray();
            if (inside.Any(tag => tag.Kind is TagKind.Wish or TagKind.Refused or TagKind.Keep or TagKind.KeepAfter or TagKind.Not or TagKind.Item or TagKind.Correction))
            {
                continue;
            }
            bool IsUnknown(int at) => words[at].Text.Length >= 4 && words[at].Text.All(char.IsLetter) && !_tagger.IsMarker(words[at]) && !inside.Any(tag => tag.At <= at && at < tag.End);
            unclear.UnionWith(inside.Where(tag => tag.Kind == TagKind.Order && Enumerable.Range(tag.At - 2, 5).Any(at => at >= part.At && at < part.End && IsUnknown(at))).Select(tag => tag.Name));
        }
        return unclear;
    }

    private static List<List<Word>> Divide(List<Word> words, List<MessagePart> parts)
    {
        var groups = new List<(List<Word> Words, string? Action)>();
        for (var index = 0; index < parts.Count; index++)
        {
            var part = parts[index];
            var next = parts.Skip(index + 1).FirstOrDefault(later => later.Action is not null);
            var current = groups.LastOrDefault();
            var starts = current.Words is null || (part.Action is not null && current.Action is not null && part.Action != current.Action)
                || (part is { Action: null, HasObject: true } && current.Action is not null && next is { HasObject: false } && next.Action != current.Action);
            if (starts)
            {
                groups.Add((words[part.At..part.End], part.Action));
            }
            else
            {
                current.Words!.AddRange(words[part.At..part.End]);
                groups[^1] = (current.Words, current.Action ?? part.Action);
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
