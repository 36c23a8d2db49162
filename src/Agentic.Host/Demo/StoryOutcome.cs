namespace Agentic.Host.Demo;

/// <summary>How one request of the sample data goes on.</summary>
internal enum StoryOutcome
{
    /// <summary>To its end: whoever has to decide, decides.</summary>
    Told,

    /// <summary>As <see cref="Told"/>, and the colleague says no.</summary>
    Rejected,

    /// <summary>Waits for somebody to decide.</summary>
    LeftOpen,

    /// <summary>The customer has not answered the proposal yet.</summary>
    Unanswered,

    /// <summary>The order changed after the customer's yes: approving it voids the approval, and a new one waits.</summary>
    Voided,

    /// <summary>The shop stops answering about this customer.</summary>
    Stuck,
}

/// <param name="HoursAgo">How many hours ago the customer wrote.</param>
/// <param name="Score">What the customer says at the end, 1 to 5; null for nothing.</param>
internal sealed record StoryLine(
    double HoursAgo,
    string Customer,
    string Text,
    StoryOutcome Course = StoryOutcome.Told,
    int? Score = null,
    string? Comment = null
)
{
    /// <summary>The demo shop's customers from c51 on write English.</summary>
    public string Locale => string.CompareOrdinal(Customer, "c50") > 0 ? "en" : "de";
}

/// <summary>
/// Two weeks of a small shop's service, about the demo shop's own orders. Anna's and John's are left to the reader.
/// </summary>
internal static class StoryScript
{
    public const double Days = 14;

    public static readonly IReadOnlyList<StoryLine> Lines =
    [
        new(
            332,
            "c01",
            "Bestellung 10049: die schwarze Tasse gefällt mir nicht, bitte Geld zurück",
            Score: 5,
            Comment: "Das ging schnell."
        ),
        new(330, "c52", "Order 10053: please refund the white mug", Score: 4),
        new(327, "c11", "Bestellung 10030: die schwarzen Stiefel passen nicht, bitte Geld zurück", Score: 5),
        new(308, "c55", "Please cancel order 10080", Score: 5),
        new(305, "c02", "10015: die blauen Socken bitte zurück"),
        new(284, "c58", "Order 10011: the green socks don't fit, please refund them", Score: 3),
        new(281, "c04", "10003 die weiße Tasse zurück bitte", Score: 4),
        new(
            279,
            "c09",
            "Den grauen Schal aus 10009 bitte gegen einen blauen umtauschen",
            Score: 5,
            Comment: "Genau so wollte ich das."
        ),
        new(260, "c56", "Order 10005: the grey boots don't fit, please refund them", Score: 4),
        new(257, "c54", "please cancel order 10088"),
        new(236, "c05", "Bestellung 10001: den schwarzen Gürtel zurück", Score: 4),
        new(
            234,
            "c53",
            "Order 10075: please refund the grey trainers",
            Score: 2,
            Comment: "It took me a while to find out that I had to confirm."
        ),
        new(231, "c03", "10021 der weiße Pullover passt nicht, Geld zurück bitte"),
        new(212, "c09", "Bitte Bestellung 10034 stornieren", Score: 5),
        new(188, "c14", "Lieferadresse von 10085 ändern: Gartenweg 5, 50667 Köln", Score: 5),
        new(186, "c55", "Order 10087: the black mug came in the wrong colour, please refund it", Score: 4),
        new(164, "c60", "Order 10037: the green boots don't fit, please refund them"),
        new(162, "c07", "10022 beide blauen Pullover zurück", StoryOutcome.Rejected, 1, "Mir hat niemand gesagt, warum."),
        new(159, "c52", "I would like to talk to a person about order 10053", Score: 5, Comment: "Friendly and quick."),
        new(140, "c12", "Den grünen Schal aus 10019 gegen einen blauen tauschen", Score: 4),
        new(138, "c58", "Exchange the black scarf from 10081 for a blue one", Score: 5),
        new(136, "c55", "10079: please refund the blue sweater", Score: 5),
        new(134, "c01", "Ich bin umgezogen, neue Anschrift: Rosenallee 9, 80331 München", Score: 5),
        new(116, "c02", "10010 den grauen Pullover zurück", Score: 4),
        new(114, "c63", "Order 10023: the red sweater is too small, please refund it", Score: 3),
        new(113, "c04", "Den roten Schal aus 10031 zurück"),
        new(111, "c11", "Bestellung 10046 bitte stornieren", Score: 5, Comment: "Ohne Warteschleife, danke."),
        new(92, "c56", "Order 10043: the blue trainers don't fit, please refund them", Score: 4),
        new(90, "c14", "10029: den weißen Gürtel zurück", Score: 5),
        new(88, "c09", "Bestellung 10061: die grünen Stiefel passen nicht, bitte Geld zurück"),
        new(87, "c51", "Please cancel order 10067", Score: 5),
        new(68, "c59", "Order 10054: please refund the green scarf", Score: 4),
        new(66, "c05", "10052 die roten Turnschuhe zurück", Score: 4),
        new(64, "c02", "Bestellung 10056: das graue Kleid passt nicht, bitte Geld zurück", Score: 5),
        new(63, "c55", "Order 10002: please refund the grey belt"),
        new(44, "c03", "Ich möchte mit einem Menschen über Bestellung 10059 sprechen", Score: 4),
        new(42, "c58", "10016: please refund the white belt", Score: 5, Comment: "Done before my tea was."),
        new(40, "c05", "Den roten Schal aus 10045 zurück"),
        new(26, "c06", "10047 der blaue Pullover passt nicht, Geld zurück bitte", Score: 4),
        new(24, "c57", "Order 10040: please refund the black jacket in M", Score: 5),
        new(22, "c63", "Please cancel order 10041", Score: 4),
        new(4.8, "c12", "10004: die rote Jacke und die grüne Uhr zurück", StoryOutcome.LeftOpen),
        new(4.4, "c60", "Order 10037: please refund both green trainers", StoryOutcome.Voided),
        new(3.9, "c14", "Bestellung 10078: die blaue Uhr für 299 Euro bitte zurück", StoryOutcome.LeftOpen),
        new(3.5, "c59", "I want to talk to a person about the headphones from order 10007", StoryOutcome.LeftOpen),
        new(3.1, "c02", "Bestellung 10028: die weiße Jacke passt nicht, bitte Geld zurück", StoryOutcome.LeftOpen),
        new(2.6, "c56", "Order 10024: the black watch stopped, please refund it", StoryOutcome.LeftOpen),
        new(
            2.2,
            "c09",
            "Zu Bestellung 10035 möchte ich mit einem Menschen sprechen, ein Rucksack ist eingelaufen",
            StoryOutcome.LeftOpen
        ),
        new(1.7, "c13", "Bestellung 10039: den weißen Rucksack bitte zurück", StoryOutcome.LeftOpen),
        new(1.2, "c58", "Order 10016: please refund the blue backpack", StoryOutcome.LeftOpen),
        new(0.9, "c04", "10057: den weißen Rucksack zurück", StoryOutcome.LeftOpen),
        new(0.5, "c03", "Ich bin umgezogen, neue Anschrift: Tulpenweg 12, 20095 Hamburg", StoryOutcome.Stuck),
        new(0.2, "c05", "10052 auch die schwarzen Turnschuhe zurück", StoryOutcome.Unanswered),
    ];
}
