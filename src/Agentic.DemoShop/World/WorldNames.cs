namespace Agentic.DemoShop.World;

/// <summary>What the demo shop sells, and to whom.</summary>
internal static class WorldNames
{
    public static readonly (string Code, string De, string En, decimal Price, string[] Sizes)[] Catalogue =
    [
        ("jacket", "Jacke", "jacket", 249.00m, ["S", "M", "L", "XL"]),
        ("t-shirt", "T-Shirt", "T-shirt", 19.90m, ["S", "M", "L", "XL"]),
        ("trousers", "Hose", "trousers", 79.90m, ["S", "M", "L"]),
        ("boots", "Stiefel", "boots", 139.00m, ["38", "40", "42", "44"]),
        ("trainers", "Turnschuhe", "trainers", 89.00m, ["38", "40", "42", "44"]),
        ("belt", "Gürtel", "belt", 29.90m, []),
        ("scarf", "Schal", "scarf", 24.90m, []),
        ("dress", "Kleid", "dress", 119.00m, ["S", "M", "L"]),
        ("sweater", "Pullover", "sweater", 69.90m, ["S", "M", "L", "XL"]),
        ("socks", "Socken", "socks", 9.90m, []),
        ("backpack", "Rucksack", "backpack", 159.00m, []),
        ("watch", "Uhr", "watch", 329.00m, []),
        ("headphones", "Kopfhörer", "headphones", 199.00m, []),
        ("lamp", "Lampe", "lamp", 54.50m, []),
        ("mug", "Tasse", "mug", 12.50m, []),
    ];

    public static readonly (string Code, string De, string En)[] Colours =
    [
        ("blue", "blau", "blue"),
        ("black", "schwarz", "black"),
        ("red", "rot", "red"),
        ("green", "grün", "green"),
        ("grey", "grau", "grey"),
        ("white", "weiß", "white"),
    ];

    public static readonly string[] German =
    [
        "Lena Vogt",
        "Jonas Brandt",
        "Miriam Köhler",
        "Peter Sommer",
        "Sabine Lorenz",
        "Tobias Krüger",
        "Heike Baumann",
        "Murat Yilmaz",
        "Katrin Seidel",
        "Stefan Ott",
        "Julia Winter",
        "Bernd Hahn",
        "Nadine Pohl",
        "Felix Arndt",
    ];

    public static readonly string[] British =
    [
        "Emily Watson",
        "Oliver Hughes",
        "Grace Turner",
        "Harry Bennett",
        "Sophie Clarke",
        "Thomas Reed",
        "Amelia Ward",
        "George Ellis",
        "Isla Morgan",
        "Arthur Price",
        "Freya Dawson",
        "Leo Barker",
        "Ruby Shaw",
        "Oscar Webb",
    ];
}
