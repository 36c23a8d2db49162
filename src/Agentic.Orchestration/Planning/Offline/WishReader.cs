using Agentic.Orchestration.Packs;

namespace Agentic.Orchestration.Planning.Offline;

/// <summary>Reads customers' sentences with a pack's vocabulary. What it is not sure of it leaves out: a gap becomes a question, a guess never a refund.</summary>
internal sealed class WishReader(IReadOnlyList<Vocabulary> vocabularies)
{
    private static readonly string[] Sizes = ["xxs", "xs", "s", "m", "l", "xl", "xxl", "xxxl"];
    private static readonly string[] Corrections = ["sondern", "doch", "nein", "quatsch", "korrektur", "stattdessen", "actually", "instead", "rather", "correction", "i meant", "i mean", "ich meinte", "no"];

    /// <summary>Later messages add to earlier ones; a correction replaces what it corrects.</summary>
    public Wish Read(IReadOnlyList<string> messages)
    {
        var wish = new Wish();
        foreach (var message in messages)
        {
            var words = Words.Of(message);
            var next = ReadOne(words);
            var corrects = wish.Mentions.Count + wish.Orders.Count > 0 && Words.Contains(words, Corrections);
            wish = Merge(wish, next, corrects);
        }
        return wish;
    }

    private static Wish Merge(Wish before, Wish next, bool corrects)
    {
        var mentions = next.Mentions.Where(mention => !mention.Excluded).ToArray();
        var excluded = next.Mentions.Where(mention => mention.Excluded).ToArray();
        var kept = corrects && mentions.Length > 0 ? [] : before.Mentions.Where(mention => !excluded.Any(out_ => Same(out_, mention))).ToArray();
        // "10042" or "the blue one" as an answer narrows what was named before.
        var refined = !corrects && mentions is [{ Product: null } only] && kept.Length == 1
            ? [kept[0] with { Colour = only.Colour ?? kept[0].Colour, Size = only.Size ?? kept[0].Size }]
            : Dedupe([.. kept, .. mentions]);
        if (next.Quantity is { } count && mentions.Length == 0)
        {
            refined = [.. refined.Select(mention => mention with { Quantity = mention.Quantity ?? count })];
        }
        var orders = next.Orders.Count > 0 && (corrects || before.Orders.Count == 0 || mentions.Length == 0) ? next.Orders : [.. before.Orders.Union(next.Orders)];
        return new()
        {
            Actions = [.. before.Actions.Union(next.Actions)],
            Mentions = next.Orders is [var answered] && mentions.Length == 0 && next.Everything.Count == 0 ? [.. refined.Select(mention => mention with { Order = answered })] : refined,
            Orders = orders,
            Everything = corrects && mentions.Length > 0 ? next.Everything
                : next.Everything.Count > 0 ? next.Everything
                : next.Orders is [var named] && before.Everything is [""] ? [named] : before.Everything,
            Quantity = next.Quantity,
            Method = next.Method ?? before.Method,
            Reason = next.Reason ?? before.Reason,
            WantsPerson = before.WantsPerson || next.WantsPerson,
            Unsupported = before.Unsupported || next.Unsupported,
        };
    }

    private Wish ReadOne(List<Word> words)
    {
        var orders = words.Where(word => IsOrder(word.Text)).ToArray();
        var mentions = ReadMentions(words, orders);
        var everything = All(words, vocabulary => vocabulary.Everything);
        return new()
        {
            Actions = [.. vocabularies.SelectMany(vocabulary => vocabulary.Wishes).Where(entry => Words.Contains(words, entry.Value)).Select(entry => entry.Key).Distinct()],
            Mentions = mentions,
            Orders = [.. orders.Select(word => word.Text).Distinct()],
            Everything = everything.Length == 0 ? [] : orders.Length == 0 ? [""] : [.. everything.Select(at => Nearest(orders, at, words)).OfType<string>().Distinct()],
            Quantity = words.Count <= 4 && mentions.Count == 0 ? Enumerable.Range(0, words.Count).Select(at => NumberAt(words, at)).FirstOrDefault(number => number is not null) : null,
            Method = FirstNamed(words, vocabulary => vocabulary.Methods),
            Reason = FirstNamed(words, vocabulary => vocabulary.Reasons),
            WantsPerson = vocabularies.Any(vocabulary => Words.Contains(words, vocabulary.Person)),
            Unsupported = vocabularies.Any(vocabulary => Words.Contains(words, vocabulary.Unsupported)),
        };
    }

    private List<Mention> ReadMentions(List<Word> words, Word[] orders)
    {
        var mentions = new List<Mention>();
        for (var at = 0; at < words.Count; at++)
        {
            if (Name(words, at, vocabulary => vocabulary.Items) is not { } product)
            {
                continue;
            }
            var (colour, size, quantity, first) = Around(words, at, product.Length);
            mentions.Add(new(product.Name, colour, size, quantity, Nearest(orders, at, words), IsNegated(words, first), at));
            at += product.Length - 1;
        }
        // "nicht die blaue, die schwarze": colours and sizes that belong to no product word stand for one.
        foreach (var at in Enumerable.Range(0, words.Count).Where(at => !mentions.Any(mention => Math.Abs(mention.Position - at) <= 3)))
        {
            if (Name(words, at, vocabulary => vocabulary.Colours) is { } colour)
            {
                mentions.Add(new(null, colour.Name, null, null, Nearest(orders, at, words), IsNegated(words, at), at));
            }
            else if (words[at].Text is "groesse" or "size" && at + 1 < words.Count)
            {
                mentions.Add(new(null, null, words[at + 1].Text, null, Nearest(orders, at, words), IsNegated(words, at), at));
            }
        }
        return mentions;
    }

    /// <summary>Colour and number before the product ("zwei blaue Jacken"), size before or after it.</summary>
    private (string? Colour, string? Size, int? Quantity, int First) Around(List<Word> words, int at, int length)
    {
        string? colour = null, size = null;
        int? quantity = null;
        var first = at;
        for (var before = at - 1; before >= Math.Max(0, at - 4) && words[before].Clause == words[at].Clause; before--)
        {
            if (Name(words, before, vocabulary => vocabulary.Items) is not null || IsOrder(words[before].Text))
            {
                break;
            }
            colour ??= Name(words, before, vocabulary => vocabulary.Colours)?.Name;
            quantity ??= NumberAt(words, before);
            first = before;
        }
        for (var after = at + length; after < Math.Min(words.Count, at + length + 4) && words[after].Clause == words[at].Clause; after++)
        {
            if (Name(words, after, vocabulary => vocabulary.Items) is not null)
            {
                break;
            }
            if (words[after].Text is "groesse" or "size" or "gr" && after + 1 < words.Count)
            {
                size ??= words[after + 1].Text;
            }
            size ??= Sizes.Contains(words[after].Text) && words[after].Text.Length > 0 && (words[after].Text.Length > 1 || words[after - 1].Text is "in" or "groesse" or "size") ? words[after].Text : null;
            colour ??= words[after - 1].Text is "in" ? Name(words, after, vocabulary => vocabulary.Colours)?.Name : null;
        }
        return (colour, size, quantity, first);
    }

    private int? NumberAt(List<Word> words, int at) => Name(words, at, vocabulary => vocabulary.Numbers) is { } number ? int.Parse(number.Name, System.Globalization.CultureInfo.InvariantCulture)
        : words[at].Text.Length == 1 && char.IsAsciiDigit(words[at].Text[0]) ? words[at].Text[0] - '0' : null;

    private bool IsNegated(List<Word> words, int first) =>
        Enumerable.Range(Math.Max(0, first - 2), first - Math.Max(0, first - 2) + 1).Any(at => at < words.Count && words[at].Clause == words[Math.Min(first, words.Count - 1)].Clause
            && vocabularies.Any(vocabulary => vocabulary.Not.Any(not => Words.Normalise(not) == words[at].Text)) && !words.Skip(at).Take(2).Any(word => word.Text is "only" or "nur"));

    /// <summary>An item belongs to the order number that stands nearest, in the same sentence if there is one there.</summary>
    private static string? Nearest(Word[] orders, int at, List<Word> words) => orders.Length == 0 ? null
        : orders.OrderBy(order => words[at].Clause == order.Clause ? 0 : 1)
            .ThenBy(order => order.Position > at && words[order.Position - 1].Text is "aus" or "from" or "of" or "in" or "von" or "order" or "bestellung" ? order.Position - at - 1 : Math.Abs(order.Position - at)).First().Text;

    private static bool IsOrder(string word) => (word.Length is >= 5 and <= 8 && word.All(char.IsAsciiDigit)) || (word.Length == 8 && word[0] == 'w' && word[1..].All(char.IsAsciiDigit));

    private static bool Same(Mention out_, Mention mention) =>
        (out_.Product is null || out_.Product == mention.Product) && (out_.Colour is null || out_.Colour == mention.Colour) && (out_.Size is null || out_.Size == mention.Size);

    private static Mention[] Dedupe(Mention[] mentions) => [.. mentions.Where(mention => !mention.Excluded).DistinctBy(mention => (mention.Product, mention.Colour, mention.Size, mention.Order))];

    private int[] All(List<Word> words, Func<Vocabulary, IReadOnlyList<string>> phrases) =>
        [.. Enumerable.Range(0, words.Count).Where(at => vocabularies.Any(vocabulary => phrases(vocabulary).Any(phrase => Words.PhraseAt(words, at, phrase) > 0)))];

    private (string Name, int Length)? Name(List<Word> words, int at, Func<Vocabulary, IReadOnlyDictionary<string, IReadOnlyList<string>>> entries) =>
        vocabularies.Select(vocabulary => Words.NameAt(words, at, entries(vocabulary))).Where(found => found is not null).OrderByDescending(found => found!.Value.Length).FirstOrDefault();

    private string? FirstNamed(List<Word> words, Func<Vocabulary, IReadOnlyDictionary<string, IReadOnlyList<string>>> entries) =>
        Enumerable.Range(0, words.Count).Select(at => Name(words, at, entries)?.Name).FirstOrDefault(name => name is not null);
}
