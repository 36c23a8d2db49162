using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Agentic.DemoShop;
using Agentic.DemoShop.Operations;
using Agentic.DemoShop.World;
using Agentic.Lab;
using Microsoft.Extensions.Logging;

namespace Agentic.Scenarios;

/// <summary>
/// Whatever is done to any order in any sequence: no more money leaves than came in, and the books balance to the
/// cent.
/// </summary>
public sealed class ShopMoneyTests
{
    [Theory]
    [InlineData(1, "immediate")]
    [InlineData(2, "immediate")]
    [InlineData(3, "events")]
    public async Task AnySequenceOfActions_NeverPaysOutMoreThanWasCaptured_AndBalances(int seed, string settlement)
    {
        var url = $"http://127.0.0.1:{ChildProcess.FreePort()}";
        await using var shop = DemoShopApp.Build([$"--DemoShop:Urls={url}"], builder => builder.Logging.ClearProviders());
        await shop.StartAsync();
        using var http = new HttpClient { BaseAddress = new(url) };
        await http.PutAsJsonAsync(
            "/admin/mode",
            new
            {
                idempotency = "on",
                checks = true,
                settlement,
            }
        );
        var world = shop.Services.GetService(typeof(ShopWorld)) as ShopWorld ?? throw new InvalidOperationException();
        var numbers = world.Orders.Values.Select(order => order.Number).ToArray();
        var (random, paidOut, charged, withheld, done) = (
            new Random(seed),
            new Dictionary<string, decimal>(),
            new Dictionary<string, decimal>(),
            new Dictionary<string, decimal>(),
            0
        );
        var captured = world.Orders.Values.ToDictionary(
            order => order.Number,
            order => order.Payments.Sum(payment => payment.Captured)
        );
        for (var step = 0; step < 1500; step++)
        {
            var number = numbers[random.Next(numbers.Length)];
            var (operation, body, direction, full) = await NextAsync(http, world, number, random);
            using var response = await http.PostAsJsonAsync($"/operations/{operation}", body);
            if (response.IsSuccessStatusCode)
            {
                done++;
                if (operation == "refund")
                {
                    paidOut[number] = paidOut.GetValueOrDefault(number) + Value(body["amount"]);
                    withheld[number] = withheld.GetValueOrDefault(number) + full - Value(body["amount"]);
                }
                if (direction is "refund" or "charge")
                {
                    var sums = direction == "refund" ? paidOut : charged;
                    sums[number] = sums.GetValueOrDefault(number) + Value(body["difference"]);
                }
            }
            if (
                settlement == "events"
                && random.Next(5) == 0
                && world.Refunds.Values.FirstOrDefault(refund => refund.State == "instructed") is { } open
            )
            {
                var returned = random.Next(4) == 0;
                await http.PostAsync($"/admin/refunds/{open.Id}/{(returned ? "returned" : "credited")}", null);
                paidOut[open.OrderNumber] -= returned ? open.Amount.Value : 0;
                withheld[open.OrderNumber] += returned ? open.Amount.Value : 0;
            }
            var order = world.FindOrder(number)!;
            var gone = order.Payments.Sum(payment => payment.Refunded + payment.Pending);
            gone.ShouldBe(paidOut.GetValueOrDefault(number), $"{number} after {operation}");
            order.Payments.Sum(payment => payment.Captured).ShouldBe(captured[number] + charged.GetValueOrDefault(number));
            order.Payments.ShouldAllBe(payment =>
                payment.Refunded + payment.Pending <= payment.Captured && payment.Refunded >= 0
            );
            // What is left is what the remaining pieces and the delivery cost, and what was held back from, or given
            // beyond, a full refund.
            var kept = order.Lines.Sum(line =>
                Enumerable.Range(1, line.Quantity).Except(line.Refunded).Sum(unit => Pricing.Paid(order, new(line.Line, unit)))
            );
            (order.Payments.Sum(payment => payment.Captured) - gone).ShouldBe(
                kept + (order.ShippingRefunded ? 0 : order.Shipping) + withheld.GetValueOrDefault(number),
                $"{number} after {operation}"
            );
        }
        done.ShouldBeGreaterThan(200);
        world
            .Customers.Values.SelectMany(customer => customer.PaymentMethods)
            .ShouldAllBe(method => method.Balance == null || method.Balance >= 0);
    }

    [Fact]
    public void Split_AlwaysAddsUp_AndNoPartExceedsItsWeight()
    {
        var random = new Random(7);
        for (var run = 0; run < 5000; run++)
        {
            var weights = Enumerable.Range(0, random.Next(1, 6)).Select(_ => random.Next(0, 20000) / 100m).ToArray();
            var amount = Math.Round(weights.Sum() * random.Next(0, 101) / 100, 2, MidpointRounding.ToZero);
            var parts = Pricing.Split(amount, weights, 0.01m);
            parts.Sum().ShouldBe(weights.Sum() == 0 ? 0 : amount);
            parts.Zip(weights).ShouldAllBe(pair => pair.First >= 0 && pair.First <= pair.Second);
        }
    }

    [Fact]
    public void SplitTender_GivesEachCaptureItsShare_AndASpentGiftCardBecomesANewOne()
    {
        var world = new ShopWorld();
        world.Customers["c"] = new(
            "c",
            "C",
            "c@example.com",
            "de",
            new("", "", "", ""),
            [new("card", "card", new("", "")), new("gift", "giftCard", new("", ""), 0m)]
        );
        var order = new Order(
            "1",
            "c",
            "delivered",
            DateTimeOffset.UnixEpoch,
            null,
            new("", "", "", ""),
            "EUR",
            [],
            0,
            0,
            0.19m,
            [new("gift", 40.00m, 0, Id: "cap-1"), new("card", 60.00m, 0, Disputed: 10.00m, Id: "cap-2")],
            1
        );
        var parts = Pricing.Allocate(world, order, 45.01m)!;
        parts
            .Select(part => (part.PaymentId, part.MethodId, part.Amount.Amount, part.NewGiftCard))
            .ShouldBe([("cap-1", "gift", "20.00", true), ("cap-2", "card", "25.01", false)]);
        Pricing.Allocate(world, order, 90.01m).ShouldBeNull();
    }

    private static async Task<(string Operation, JsonObject Body, string? Direction, decimal Full)> NextAsync(
        HttpClient http,
        ShopWorld world,
        string number,
        Random random
    )
    {
        var order = world.FindOrder(number)!;
        var line = order.Lines[random.Next(order.Lines.Count)];
        JsonObject Refund(JsonObject quote, string kind) =>
            new()
            {
                ["orderId"] = number,
                ["units"] = quote["units"]!.DeepClone(),
                ["methodId"] = quote["methodId"]!.DeepClone(),
                ["amount"] = quote["amount"]!.DeepClone(),
                ["allocations"] = quote["allocations"]!.DeepClone(),
                ["shipping"] = quote["shipping"]!.DeepClone(),
                ["kind"] = kind,
            };
        switch (random.Next(5))
        {
            case 0:
                var gift = world.Customers[order.CustomerId].PaymentMethods.FirstOrDefault(method => method.Kind == "giftCard");
                var returned = await QuoteAsync(
                    "return",
                    new()
                    {
                        ["items"] = Items(random),
                        ["refundTo"] = random.Next(3) == 0 ? gift?.Id : null,
                        ["amount"] = random.Next(4) == 0 ? Euro(random.Next(1, 9000)) : null,
                    }
                );
                return ("refund", Refund(returned, "return"), null, Value(returned["fullAmount"]));
            case 1:
                return (
                    "refund",
                    Refund(
                        await QuoteAsync(
                            "goodwill",
                            new() { ["amount"] = random.Next(2) == 0 ? Euro(random.Next(1, 3000)) : null }
                        ),
                        "goodwill"
                    ),
                    null,
                    0
                );
            case 2:
                var cancelled = await QuoteAsync("cancellation", []);
                return order.Status == "pending"
                    ? ("refund", Refund(cancelled, "cancellation"), null, Value(cancelled["fullAmount"]))
                    : ("cancelOrder", new() { ["orderId"] = number }, null, 0);
            default:
                var variants = world.Products[line.ProductId].Variants;
                var quote = await QuoteAsync(
                    order.Status == "pending" ? "items" : "exchange",
                    new()
                    {
                        ["items"] = new JsonArray(
                            new JsonObject
                            {
                                ["line"] = line.Line,
                                ["quantity"] = 1,
                                ["variant"] = variants[random.Next(variants.Count)].Id,
                            }
                        ),
                    }
                );
                return (
                    order.Status == "pending" ? "changeItems" : "exchange",
                    new()
                    {
                        ["orderId"] = number,
                        ["changes"] = quote["changes"]!.DeepClone(),
                        ["difference"] = quote["difference"]!.DeepClone(),
                        ["direction"] = quote["direction"]!.DeepClone(),
                        ["methodId"] = quote["methodId"]!.DeepClone(),
                    },
                    (string?)quote["direction"],
                    0
                );
        }

        JsonArray Items(Random any) =>
            new(new JsonObject { ["line"] = line.Line, ["quantity"] = any.Next(1, line.Quantity + 1) });

        async Task<JsonObject> QuoteAsync(string kind, JsonObject body)
        {
            using var response = await http.PostAsJsonAsync($"/orders/{number}/quotes/{kind}", body);
            return (await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonObject>())!;
        }
    }

    private static JsonObject Euro(int cents) =>
        new() { ["amount"] = (cents / 100m).ToString("F2", CultureInfo.InvariantCulture), ["currency"] = "EUR" };

    private static decimal Value(JsonNode? money) => decimal.Parse((string)money!["amount"]!, CultureInfo.InvariantCulture);

    /// <summary>10051 holds one belt: it cannot go two ways.</summary>
    [Theory]
    [InlineData("return", "itemsReturnable")]
    [InlineData("exchange", "possible")]
    public async Task Quote_LineThatIsNamedTwice_HasNoMorePieces(string kind, string says)
    {
        var url = $"http://127.0.0.1:{ChildProcess.FreePort()}";
        await using var shop = DemoShopApp.Build([$"--DemoShop:Urls={url}"], builder => builder.Logging.ClearProviders());
        await shop.StartAsync();
        using var http = new HttpClient { BaseAddress = new(url) };
        var world = shop.Services.GetService(typeof(ShopWorld)) as ShopWorld ?? throw new InvalidOperationException();
        var belt = world.FindOrder("10051")!.Lines[0];
        var variant = world.Products[belt.ProductId].Variants.First(other => other.Available && other.Id != belt.VariantId).Id;
        async Task<bool> AskAsync(int times)
        {
            var items = new JsonArray([
                .. Enumerable
                    .Range(0, times)
                    .Select(_ => new JsonObject
                    {
                        ["line"] = belt.Line,
                        ["quantity"] = 1,
                        ["variant"] = variant,
                    }),
            ]);
            var answer = await http.PostAsJsonAsync($"/orders/10051/quotes/{kind}", new JsonObject { ["items"] = items });
            return (bool)(await answer.Content.ReadFromJsonAsync<JsonObject>())![says]!;
        }
        (await AskAsync(1)).ShouldBeTrue();
        (await AskAsync(2)).ShouldBeFalse();
    }
}
