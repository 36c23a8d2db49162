using Agentic.Orchestration.Text;

namespace Agentic.Retail.Planning;

/// <summary>
/// Divides a message into its wishes: one per action, each with the words that belong to it. In German the verb comes last
/// and in English first, so words between two verbs go to the one that would otherwise be about nothing.
/// </summary>
internal sealed partial class MessageReader
{
    private readonly Tagger _tagger;
    private readonly WishReader _reader;
    private readonly PriceReader _prices;

    public MessageReader(IReadOnlyList<Vocabulary> vocabularies, IReadOnlyList<string> statutory)
    {
        _tagger = new(vocabularies);
        _reader = new(statutory, _tagger);
        _prices = new(vocabularies, _tagger);
    }

    public IReadOnlyList<Wish> Read(string message)
    {
        message = Spaces().Replace(message, " ");
        var (address, withoutAddress) = AddressReader.Take(message);
        (withoutAddress, var isPriceUnclear) = _prices.Remove(withoutAddress);
        var (amount, text) = AmountReader.Take(withoutAddress);
        amount = isPriceUnclear ? null : amount;
        var words = Words.Of(DateReader.Remove(text));
        (words, var isToldUnclear) = ToldReader.Take(words, _tagger.Tag(words));
        var tags = _tagger.Tag(words);
        tags = [.. tags.Where(tag => !IsPartOfGoodwill(tags, tag))];
        var whole = _reader.Read(words, tags);
        var parts = MessageParts.Of(words, tags);
        var wishes =
            parts.Select(part => part.Action).OfType<string>().Distinct().Count() > 1
                ? Divide(words, parts).Select(chunk => _reader.Read(chunk, _tagger.Tag(chunk))).ToList()
            : whole is { Action: Actions.Exchange, Target.IsUnclear: true } ? Swaps(words, tags, parts) ?? [whole]
            : [whole];
        wishes =
        [
            .. wishes.Select(wish =>
                wish with
                {
                    WantsPerson = whole.WantsPerson,
                    Unsupported = whole.Unsupported,
                    Corrects = whole.Corrects,
                    Adds = whole.Adds,
                    Atomic = whole.Atomic,
                    IsStatutory = whole.IsStatutory,
                }
            ),
        ];
        if (wishes.Count > 1)
        {
            // "cancel it and give me my money back": the second half says what the first one means.
            wishes.RemoveAll(wish => wish is { Action: Actions.Return, HasObject: false, Other: false, Excluded.Count: 0 });
        }
        if (
            (amount is not null || AmountReader.HasCents(DateReader.Remove(text)))
            && wishes.Any(wish => wish.Action == Actions.Return)
            && tags.Any(tag => tag.Kind == TagKind.Keep)
        )
        {
            // Money back for something that stays: not a return, and for which piece is not certain.
            wishes = [.. wishes.Select(wish => wish with { Unsupported = true })];
        }
        if (
            address is not null
            && AddressReader.IsDestination(message)
            && wishes.All(wish => wish.Action is not null && !Actions.IsAboutAddress(wish.Action))
        )
        {
            // Something is to go to that address, and no verb says what.
            return Place([.. wishes.Select(wish => wish with { Uncertain = true })], address, true, amount, false);
        }
        var doubts = new MessageDoubts(_tagger, words, tags, parts);
        // "… and change my address": to which one, and whose, no wish says.
        var isAddressLeft =
            address is null
            && AddressReader.IsNamed(words)
            && wishes.All(wish => wish.Action is not null && !Actions.IsAboutAddress(wish.Action));
        var isDoubtful = isToldUnclear || isAddressLeft || doubts.Any(whole, wishes, address is not null);
        wishes =
        [
            .. wishes.Select(wish =>
                wish with
                {
                    BareAmount = AmountReader.Bare(message),
                    Uncertain = isDoubtful || doubts.IsAbout(wish, address is not null),
                }
            ),
        ];
        return Place(
            wishes,
            address,
            AddressReader.IsDestination(message) || AddressReader.IsNamed(words) || !IsLetter(message, words, tags),
            amount,
            amount is null && (isPriceUnclear || AmountReader.IsUnclear(withoutAddress))
        );
    }

    /// <summary>Something is to be different: a no, a correction, a number that is no order's.</summary>
    public bool Corrects(string message)
    {
        var words = Words.Of(message);
        var tags = _tagger.Tag(words);
        return tags.Any(tag =>
                tag.Kind is TagKind.Not or TagKind.Keep or TagKind.Refused or TagKind.Correction or TagKind.Other
            )
            || words
                .Index()
                .Any(word =>
                    word.Item.Text.Any(char.IsAsciiDigit) && !tags.Any(tag => tag.Kind == TagKind.Order && tag.At == word.Index)
                );
    }

    /// <summary>Words around an address that ask or tell something: it may be the sender's.</summary>
    private static bool IsLetter(string message, List<Word> words, List<Tag> tags) =>
        message.Contains('?', StringComparison.Ordinal)
        || words
            .Index()
            .Count(word =>
                word.Item.Text.Length >= 2
                && word.Item.Text.All(char.IsLetter)
                && !tags.Any(tag => tag.At <= word.Index && word.Index < tag.End)
            ) > 2;

    /// <summary>"Refund part of the money": said of a return it would mean all of it.</summary>
    private static bool IsPartOfGoodwill(List<Tag> tags, Tag tag) =>
        tag is { Kind: TagKind.Wish, Name: Actions.Return }
        && tags.Any(goodwill =>
            goodwill is { Kind: TagKind.Wish, Name: Actions.Goodwill }
            && goodwill.Part == tag.Part
            && goodwill.Clause == tag.Clause
        );

    private static List<List<Word>> Divide(List<Word> words, List<MessagePart> parts)
    {
        var groups = new List<(List<Word> Words, string? Action)>();
        for (var index = 0; index < parts.Count; index++)
        {
            var part = parts[index];
            var next = parts.Skip(index + 1).FirstOrDefault(later => later.Action is not null);
            var current = groups.LastOrDefault();
            var starts =
                current.Words is null
                || (part.Action is not null && current.Action is not null && part.Action != current.Action)
                || (
                    part is { Action: null, HasObject: true }
                    && current.Action is not null
                    && next is { HasObject: false }
                    && next.Action != current.Action
                );
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

    /// <summary>
    /// "The belt in red and the scarf in green": each piece with what stands behind it, or nothing when they do not
    /// come in pairs.
    /// </summary>
    private List<Wish>? Swaps(List<Word> words, List<Tag> tags, List<MessagePart> parts)
    {
        var starts = parts
            .Where(part => MessageParts.NamesVariant(tags, part))
            .Select(part => part.At)
            .Skip(1)
            .Prepend(0)
            .ToArray();
        var chunks = starts
            .Select((start, index) => words[start..(index + 1 < starts.Length ? starts[index + 1] : words.Count)])
            .ToArray();
        var wishes = chunks
            .Select(chunk =>
                _reader.Read(
                    chunk,
                    [
                        .. _tagger.Tag(chunk),
                        new(TagKind.Wish, Actions.Exchange, chunk.Count, 0, chunk[^1].Clause, chunk[^1].Part),
                    ]
                )
            )
            .ToList();
        return
            wishes.Count > 1
            && wishes.All(wish =>
                wish is { Action: Actions.Exchange, Mentions.Count: 1, Target: { IsEmpty: false, IsUnclear: false } }
            )
            ? wishes
            : null;
    }

    [System.Text.RegularExpressions.GeneratedRegex(@"[ \t\u00a0]+")]
    private static partial System.Text.RegularExpressions.Regex Spaces();

    /// <summary>An address or an amount belongs to the wish that needs one.</summary>
    /// <param name="isDestination">Nothing but where it is to go can be meant by the address.</param>
    private static List<Wish> Place(
        List<Wish> wishes,
        System.Text.Json.Nodes.JsonObject? address,
        bool isDestination,
        decimal? amount,
        bool isAmountUnclear
    )
    {
        var forAddress = wishes.FindIndex(wish => Actions.IsAboutAddress(wish.Action));
        var forAmount = wishes.FindIndex(wish => wish.Action == Actions.Goodwill);
        if (address is not null)
        {
            // An order, an address and nothing else: that is where it is to go.
            wishes =
                wishes is [{ Action: null, Orders.Count: 1, Account: false, Mentions.Count: 0 }] && isDestination
                    ? [wishes[0] with { Action = Actions.OrderAddress }]
                    : wishes;
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
