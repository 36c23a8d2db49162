namespace Agentic.DemoShop.World;

/// <summary>Makes the demo world: the same customers, products and orders on every machine.</summary>
public static class WorldGenerator
{
    private static readonly DateTimeOffset Base = new(2026, 11, 2, 9, 0, 0, TimeSpan.Zero);

    public static ShopWorld Create()
    {
        var world = new ShopWorld();
        var random = new Random(20261102);
        AddProducts(world);
        AddPeople(world);
        AddStories(world);
        var customers = world.Customers.Values.Where(customer => customer.Id is not ("anna" or "john")).ToArray();
        for (var number = 10001; world.Orders.Count < 90; number++)
        {
            if (world.FindOrder($"{number}") is null)
            {
                world.Put(Generate(world, $"{number}", customers[random.Next(customers.Length)], random));
            }
        }
        return world;
    }

    private static void AddProducts(ShopWorld world)
    {
        for (var index = 0; index < WorldNames.Catalogue.Length; index++)
        {
            var (code, de, en, price, sizes) = WorldNames.Catalogue[index];
            var id = $"P{index + 1:00}";
            var variants = WorldNames.Colours.SelectMany(colour =>
                (sizes.Length == 0 ? [null] : (string?[])sizes).Select(size => new Variant(
                    $"{id}-{colour.Code}{(size is null ? "" : "-" + size)}",
                    colour.Code,
                    size,
                    size is "XL" or "44" ? price + 5.00m : price,
                    true
                ))
            );
            var refundOn = code switch
            {
                "lamp" => "received",
                "headphones" => "inspected",
                _ => "request",
            };
            // Some are sold out, so that "in another colour" is not always possible.
            world.Products[id] = new(
                id,
                code,
                new(de, en),
                [.. variants.Select((variant, number) => variant with { Available = variant.Available && number % 7 != 6 })],
                refundOn
            );
        }
    }

    private static void AddPeople(ShopWorld world)
    {
        Add("anna", "Anna Berger", "de", new("Lindenstraße 8", "50674", "Köln", "DE"));
        Add("john", "John Carter", "en", new("14 Mill Lane", "BS1 6QH", "Bristol", "GB"));
        for (var index = 0; index < WorldNames.German.Length; index++)
        {
            Add(
                $"c{index + 1:00}",
                WorldNames.German[index],
                "de",
                new($"Hauptstraße {index + 3}", $"{10115 + (index * 517)}", index % 2 == 0 ? "Berlin" : "Hamburg", "DE")
            );
            Add(
                $"c{index + 51:00}",
                WorldNames.British[index],
                "en",
                new(
                    $"{index + 5} Church Road",
                    index % 2 == 0 ? "LS1 4DY" : "SE1 7PB",
                    index % 2 == 0 ? "Leeds" : "London",
                    "GB"
                )
            );
        }

        void Add(string id, string name, string locale, Address address)
        {
            var digits = 4242 + (world.Customers.Count * 37 % 5000);
            var methods = new List<PaymentMethod> { new($"{id}-card", "card", new($"Visa •• {digits}", $"Visa •• {digits}")) };
            if (world.Customers.Count % 2 == 0)
            {
                methods.Add(new($"{id}-paypal", "paypal", new("PayPal-Konto", "PayPal account")));
            }
            if (world.Customers.Count % 3 == 0 || id == "john")
            {
                methods.Add(new($"{id}-gift", "giftCard", new("Geschenkkarte", "gift card"), 60.00m, "EUR"));
            }
            world.Customers[id] = new(
                id,
                name,
                $"{name.ToLowerInvariant().Replace(' ', '.').Replace("ö", "oe").Replace("ü", "ue")}@example.com",
                locale,
                address,
                methods
            );
        }
    }

    /// <summary>The orders that the README and the tests tell stories about.</summary>
    private static void AddStories(ShopWorld world)
    {
        Put("10042", "anna", "delivered", "anna-card", ("jacket", "blue", "M", 1), ("t-shirt", "white", "L", 2));
        Put("10051", "anna", "delivered", "anna-paypal", ("belt", "black", null, 1), ("scarf", "red", null, 1));
        Put("10063", "anna", "pending", "anna-card", ("sweater", "grey", "M", 1));
        Put("10064", "anna", "delivered", "anna-card", ("watch", "black", null, 2));
        Put("10017", "john", "delivered", "john-card", ("boots", "black", "42", 1), ("socks", "grey", null, 3));
        Put(
            "10058",
            "john",
            "delivered",
            "john-card",
            ("jacket", "green", "L", 1),
            ("jacket", "black", "L", 1),
            ("mug", "white", null, 1)
        );
        Put("10070", "john", "processed", "john-card", ("lamp", "white", null, 1));
        Put("10071", "anna", "pending", "anna-card", ("t-shirt", "blue", "M", 1), ("mug", "red", null, 2));
        Put("10072", "john", "pending", "john-card", ("sweater", "blue", "L", 1));
        Put("10073", "john", "delivered", "john-card", ("lamp", "black", null, 1), ("headphones", "black", null, 1));

        void Put(
            string number,
            string customer,
            string status,
            string method,
            params (string Code, string Colour, string? Size, int Quantity)[] items
        ) => world.Put(Make(world, number, world.Customers[customer], status, method, 0, items));
    }

    /// <summary>What a variant is called: <c>Jacke, blau, M</c>.</summary>
    public static string Describe(string name, string? colour, string? size, bool german)
    {
        var known = WorldNames.Colours.FirstOrDefault(known => known.Code == colour);
        return string.Join(
            ", ",
            new[]
            {
                name,
                known.Code is null ? colour
                : german ? known.De
                : known.En,
                size,
            }.Where(part => part is not null)
        );
    }

    /// <summary>A gift card that does not cover an order pays what it can, the card the rest.</summary>
    private static IReadOnlyList<Payment> Captures(ShopWorld world, Customer customer, string method, decimal total)
    {
        const decimal most = 40.00m;
        return world.FindMethod(customer.Id, method) is { Kind: "giftCard" } && total > most
            ? [new(method, most, 0, Id: "cap-1"), new($"{customer.Id}-card", total - most, 0, Id: "cap-2")]
            : [new(method, total, 0, Id: "cap-1")];
    }

    private static Order Generate(ShopWorld world, string number, Customer customer, Random random)
    {
        var status = random.Next(10) switch
        {
            0 => "pending",
            1 => "processed",
            2 => "cancelled",
            _ => "delivered",
        };
        var items = Enumerable
            .Range(0, 1 + random.Next(3))
            .Select(_ =>
            {
                var product = world.Products.Values.ElementAt(random.Next(world.Products.Count));
                var variant = product.Variants[random.Next(product.Variants.Count)];
                return (product.Code, variant.Colour!, variant.Size, 1 + (random.Next(4) == 0 ? 1 : 0));
            })
            .DistinctBy(item => (item.Code, item.Item2, item.Size))
            .ToArray();
        return Make(
            world,
            number,
            customer,
            status,
            customer.PaymentMethods[random.Next(customer.PaymentMethods.Count)].Id,
            random.Next(4) == 0 ? 10 : 0,
            items
        );
    }

    private static Order Make(
        ShopWorld world,
        string number,
        Customer customer,
        string status,
        string method,
        int discountPercent,
        (string Code, string Colour, string? Size, int Quantity)[] items
    )
    {
        var lines = items
            .Select(
                (item, index) =>
                {
                    var product = world.Products.Values.First(product => product.Code == item.Code);
                    var variant = product.Variants.First(variant => variant.Colour == item.Colour && variant.Size == item.Size);
                    return new OrderLine(
                        index + 1,
                        product.Id,
                        product.Code,
                        variant.Id,
                        new(
                            Describe(product.Name.De, item.Colour, item.Size, german: true),
                            Describe(product.Name.En, item.Colour, item.Size, german: false)
                        ),
                        item.Colour,
                        item.Size,
                        item.Quantity,
                        variant.Price,
                        [],
                        []
                    );
                }
            )
            .ToArray();
        var goods = lines.Sum(line => line.UnitPrice * line.Quantity);
        var discount = Math.Round(goods * discountPercent / 100, 2, MidpointRounding.ToZero);
        var shipping = goods >= 50 ? 0m : 4.90m;
        var ordered = Base.AddHours(-(int.Parse(number, System.Globalization.CultureInfo.InvariantCulture) % 97) * 5);
        return new(
            number,
            customer.Id,
            status,
            ordered,
            status == "delivered" ? ordered.AddDays(3) : null,
            customer.Address,
            "EUR",
            lines,
            discount,
            shipping,
            customer.Locale == "de" ? 0.19m : 0.20m,
            Captures(world, customer, method, goods - discount + shipping),
            1
        );
    }
}
