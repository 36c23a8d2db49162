namespace Agentic.Retail.Planning;

/// <summary>vocabulary.xx.yaml: what the offline planner knows of a language and a business.</summary>
/// <param name="Wishes">Action to the words that ask for it.</param>
/// <param name="Keep">Words that say that an item stays, wherever they stand; <paramref name="KeepAfter"/> only
/// behind the item.</param>
/// <param name="Noise">Phrases that look like something else and mean nothing.</param>
/// <param name="Filler">Words that may stand between a number or a negation and its item.</param>
/// <param name="Account">Words that say that the customer's own account is meant, not an order.</param>
/// <param name="Alter">Words that ask for an exchange when an item and a colour or size stand beside them.</param>
/// <param name="Pay">Words that ask for another payment method when one is named beside them.</param>
/// <param name="Sizes">Size to the words for it; they count where a size is expected ("in medium").</param>
/// <param name="OrderWith">Words after which an item only says which order is meant.</param>
/// <param name="Told">Words of what has happened ("bought", "paid"): a stretch with one of them and no wish asks for
/// nothing.</param>
/// <param name="Conditions">Words that make a wish depend on something ("if", "unless").</param>
/// <param name="Prices">Words beside an amount that say what something cost.</param>
/// <param name="Atomic">All of it or nothing.</param>
/// <param name="Steps">A size <c>up</c> or <c>down</c>.</param>
/// <param name="OrderMarkers">Words before a number that make it an order number.</param>
/// <param name="Items">Canonical item word (as the shop names it) to the words customers use.</param>
internal sealed record Vocabulary(
    IReadOnlyDictionary<string, IReadOnlyList<string>> Wishes,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Items,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Colours,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Reasons,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Methods,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Numbers,
    IReadOnlyList<string> Everything,
    IReadOnlyList<string> Person,
    IReadOnlyList<string> Not,
    IReadOnlyList<string> Unsupported,
    IReadOnlyList<string> OtherMethods,
    IReadOnlyList<string> Keep,
    IReadOnlyList<string> KeepAfter,
    IReadOnlyList<string> Noise,
    IReadOnlyList<string> Also,
    IReadOnlyList<string> Corrections,
    IReadOnlyList<string> Other,
    IReadOnlyList<string> Account,
    IReadOnlyList<string> Atomic,
    IReadOnlyList<string> Alter,
    IReadOnlyList<string> Pay,
    IReadOnlyList<string> OrderWith,
    IReadOnlyList<string> Told,
    IReadOnlyList<string> Conditions,
    IReadOnlyList<string> Prices,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Sizes,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Steps,
    IReadOnlyList<string> Filler,
    IReadOnlyList<string> OrderMarkers,
    IReadOnlyDictionary<string, string> Says
);
