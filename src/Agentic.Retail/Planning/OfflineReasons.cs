using Agentic.Contracts;
using Agentic.Orchestration.Packs;

namespace Agentic.Retail.Planning;

/// <summary>Why the offline planner passes a request on, with what it did understand.</summary>
internal static class OfflineReasons
{
    public static readonly LocalText NoVocabulary =
            new(
                "Für dieses Anliegen braucht es ein Sprachmodell: Der eingebaute Planer kennt seine Wörter nicht.",
                "This needs a language model: the built-in planner does not know its words."
            ),
        NotUnderstood = new("Das Anliegen wurde nicht verstanden.", "The planner did not understand the request."),
        NoOrders = new("Die Bestellungen des Kunden lassen sich nicht lesen.", "The customer's orders cannot be read."),
        AnotherCurrency =
            new(
                "Der Kunde nennt einen Betrag in Euro, die Bestellung ist in einer anderen Währung bezahlt.",
                "The customer names an amount in euros, and the order was paid in another currency."
            ),
        PartOfAnOrder =
            new(
                "Der Kunde möchte nur einen Teil einer Bestellung stornieren.",
                "The customer wants to cancel a part of an order."
            );

    public static LocalText CannotPropose(string action) =>
        new(
            $"Der Offline-Planer weiß nicht, wie man {action} vorschlägt.",
            $"The offline planner does not know how to propose {action}."
        );

    public static LocalText Beyond(Pack pack, IReadOnlyList<Wish> wishes) =>
        WithUnderstood(
            new("Der Wunsch geht über das hinaus, was der Planer kennt.", "The wish goes beyond what the planner knows."),
            pack,
            wishes
        );

    public static LocalText AskedTwice(Pack pack, IReadOnlyList<Wish> wishes) =>
        WithUnderstood(
            new(
                "Der Planer hat zweimal gefragt und versteht es noch nicht.",
                "The planner asked twice and still does not understand."
            ),
            pack,
            wishes
        );

    /// <summary>Whoever takes over starts with what was understood.</summary>
    private static LocalText WithUnderstood(LocalText reason, Pack pack, IReadOnlyList<Wish> wishes)
    {
        var known = wishes.Where(wish => wish.Action is not null || wish.Orders.Count > 0).ToArray();
        return known.Length == 0
            ? reason
            : new(
                $"{reason.De} Bisher verstanden: {Parts(known, pack, "de")}",
                $"{reason.En} Understood so far: {Parts(known, pack, "en")}"
            );
    }

    private static string Parts(Wish[] wishes, Pack pack, string locale) =>
        string.Join(
            " ",
            wishes.Select(wish =>
            {
                var purpose =
                    wish.Action is { } name && pack.Actions.TryGetValue(name, out var action) ? action.Purpose.In(locale) : "?";
                string[] details =
                [
                    .. wish.Orders,
                    .. wish.Mentions.Select(mention => mention.Product ?? mention.Colour).OfType<string>(),
                ];
                return details.Length == 0 ? purpose : $"{purpose} ({string.Join(", ", details)})";
            })
        );
}
