using System.Text.Json.Nodes;
using Agentic.Contracts;
using Agentic.Orchestration.Connectors;
using Agentic.Testing;
using Microsoft.Extensions.AI;

namespace Agentic.Orchestration.Tests.Execution;

/// <summary>What the kernel promises, for each action of the pack: once, as approved, or not at all.</summary>
public sealed class EveryActionTests
{
    private static readonly object Items = new[] { new { line = 1, quantity = 1 } };
    private static readonly object Swaps = new[]
    {
        new
        {
            line = 1,
            quantity = 1,
            variant = "P01-black",
        },
    };
    private static readonly object Address = new
    {
        street = "Gartenweg 5",
        postalCode = "50667",
        city = "Köln",
        country = "DE",
    };

    private static readonly Dictionary<string, (object Arguments, string Status, string[] Effects)> Samples = new()
    {
        ["return_items"] = (new { orderId = "10042", items = Items }, "delivered", ["openReturn", "refund"]),
        ["cancel_order"] = (new { orderId = "10042" }, "pending", ["cancelOrder", "refund"]),
        ["exchange_items"] = (new { orderId = "10042", items = Swaps }, "delivered", ["exchange"]),
        ["change_order_items"] = (new { orderId = "10042", items = Swaps }, "pending", ["changeItems"]),
        ["change_order_address"] = (new { orderId = "10042", address = Address }, "pending", ["changeOrderAddress"]),
        ["change_order_payment"] = (new { orderId = "10042", payWith = "gift" }, "pending", ["changeOrderPayment"]),
        ["change_customer_address"] = (new { address = Address }, "delivered", ["changeCustomerAddress"]),
        ["goodwill_refund"] = (
            new { orderId = "10042", amount = new { amount = "5.00", currency = "EUR" } },
            "delivered",
            ["refund"]
        ),
    };

    public static TheoryData<string> Actions => [.. Samples.Keys];

    public static IEnumerable<object[]> Effects =>
        Samples.SelectMany(sample => sample.Value.Effects.Select(effect => new object[] { sample.Key, effect }));

    [Theory]
    [MemberData(nameof(Actions))]
    public async Task Carried_Out_Once_WhateverIsSentTwice(string action)
    {
        await using var bench = Create(action);
        var id = await StartAsync(bench, action);
        await bench.ExecuteAsync(id);
        await bench.ExecuteAsync(id);
        bench.Shop.Books.Select(line => line.Operation).ShouldBe(Samples[action].Effects);
        (await bench.StateAsync(id)).Status.ShouldBe(RequestStatus.Completed);
    }

    [Theory]
    [MemberData(nameof(Effects))]
    public async Task Refused_AtEachStep_BooksAreAsBefore_OrAHumanHasIt(string action, string effect)
    {
        await using var bench = Create(action);
        bench.Shop.Before = call =>
            call.Operation == effect && bench.Shop.Executed(effect) == 0 ? new EffectResult.Refused("no") : null;
        var id = await StartAsync(bench, action);
        await SettleAsync(bench, id);
        var state = await bench.StateAsync(id);
        var undone = new Dictionary<string, string> { ["openReturn"] = "cancelReturn", ["cancelOrder"] = "reopenOrder" };
        foreach (var done in Samples[action].Effects.TakeWhile(step => step != effect))
        {
            bench.Shop.Executed(undone[done]).ShouldBe(1, done);
        }
        bench.Shop.Executed(effect).ShouldBe(0);
        (state.Status, state.HandOffs.ShouldHaveSingleItem().Topic).ShouldBe((RequestStatus.HandedOff, HandOffTopics.Failed));
        state.Conversation[^1].From.ShouldBe("agentic");
    }

    [Theory]
    [MemberData(nameof(Effects))]
    public async Task CrashBetweenCallAndOutcome_AtEachStep_HappensOnce(string action, string effect)
    {
        var bench = Create(action);
        var id = await ConfirmedAsync(bench, action);
        await using var again = await bench.KilledAfterAsync(
            call => call.Operation == effect,
            async () =>
            {
                await RunAsync(bench, action, id);
                await bench.ExecuteAsync(id);
            }
        );
        await SettleAsync(again, id);
        again.Shop.Books.Select(line => line.Operation).ShouldBe(Samples[action].Effects);
        (await again.StateAsync(id)).Status.ShouldBe(RequestStatus.Completed);
    }

    [Theory]
    [MemberData(nameof(Actions))]
    public async Task Sealed_AFactThatChangesBeforeThePermit_VoidsTheApproval(string action)
    {
        await using var known = Workbench.Create();
        var facts = known
            .Packs["retail"]
            .Actions[action]
            .ExactFacts.Where(fact => CanChange(fact) && (action, fact) is not ("goodwill_refund", "quote.amount"))
            .ToArray();
        facts.ShouldNotBeEmpty();
        foreach (var fact in facts)
        {
            await using var bench = Create(action);
            // Something that a human has to look at, whatever the action.
            bench.Shop.Risk["addressAgeHours"] = 1;
            var id = await StartAsync(bench, action);
            (await bench.StateAsync(id)).Status.ShouldBe(RequestStatus.AwaitingApproval, fact);
            Change(bench.Shop, fact);
            (await bench.DecideAsync(id, "approver")).ShouldBeNull();
            await bench.ExecuteAsync(id);
            bench.Shop.Books.ShouldBeEmpty($"{action}: {fact}");
            (await bench.StateAsync(id)).Approvals[0].Status.ShouldBe(ApprovalStatus.Voided, $"{action}: {fact}");
        }
    }

    [Theory]
    [MemberData(nameof(Actions))]
    public async Task Forbidden_ForeignOrder_WrongState_OpenDispute_MovesNothingByItself(string action)
    {
        foreach (
            var spoil in new Action<FakeShop>[]
            {
                shop => shop.Orders["10042"].Order["customerId"] = "john",
                shop => shop.Orders["10042"].Order["status"] = Samples[action].Status == "pending" ? "delivered" : "pending",
                shop => shop.Orders["10042"].Order["found"] = false,
                shop => shop.Orders["10042"].Order["disputed"] = true,
                shop => shop.Orders["10042"].Order.Remove("customerId"),
            }
        )
        {
            await using var bench = Create(action);
            spoil(bench.Shop);
            if (action == "change_customer_address")
            {
                // It is about no order; a risk that cannot be read is what must stop it.
                bench.Shop.Risk.Remove("methodAgeHours");
            }
            var id = await bench.SubmitAsync(Words(action));
            await bench.PlanAsync(id);
            if ((await bench.StateAsync(id)).AwaitsConfirmation)
            {
                await bench.ConfirmAsync(id);
            }
            await bench.ExecuteAsync(id);
            bench.Shop.Books.ShouldBeEmpty();
        }
    }

    [Theory]
    [MemberData(nameof(Actions))]
    public async Task WithdrawalAndApproval_AtTheSameMoment_DoneXorWithdrawn(string action)
    {
        for (var round = 0; round < 10; round++)
        {
            await using var bench = Create(action);
            bench.Shop.Risk["addressAgeHours"] = 1;
            var id = await StartAsync(bench, action);
            var after = await bench.ApprovedAndWithdrawnAsync(id);
            (bench.Shop.Books.Count > 0).ShouldBe(
                after.Actions[0].Status == ActionStatus.Done,
                after.Actions[0].Status.ToString()
            );
        }
    }

    internal static Workbench Create(string action)
    {
        var model = new ScriptedChatClient(
            (messages, _) =>
                messages.Any(message => message.Role == ChatRole.Tool)
                    ? ScriptedChatClient.Call(action, Samples[action].Arguments)
                    : ScriptedChatClient.Call("find_orders")
        );
        var bench = Workbench.Create(model: model);
        bench.Shop.AddOrder("10042", "anna", "49.00", Samples[action].Status);
        return bench;
    }

    internal static async Task<string> StartAsync(Workbench bench, string action)
    {
        var id = await ConfirmedAsync(bench, action);
        await RunAsync(bench, action, id);
        return id;
    }

    /// <summary>
    /// Grounds whatever the samples name; the reviewer would ask about an amount that is not what is refunded.
    /// </summary>
    private static string Words(string action) =>
        "Bestellung 10042 nach Gartenweg 5, 50667 Köln, gift" + (action == "goodwill_refund" ? ", 5.00 EUR" : "");

    private static async Task<string> ConfirmedAsync(Workbench bench, string action)
    {
        var id = await bench.SubmitAsync(Words(action));
        await bench.PlanAsync(id);
        var state = await bench.StateAsync(id);
        state.Status.ShouldBe(RequestStatus.AwaitingCustomer, string.Join(' ', state.Conversation.Select(line => line.Text)));
        await bench.ConfirmAsync(id);
        return id;
    }

    private static async Task RunAsync(Workbench bench, string action, string id)
    {
        await bench.ExecuteAsync(id);
        if (action == "goodwill_refund" && (int)bench.Shop.Risk["addressAgeHours"]! > 48)
        {
            (await bench.DecideAsync(id, "approver")).ShouldBeNull();
        }
    }

    private static async Task SettleAsync(Workbench bench, string id)
    {
        for (var round = 0; round < 10 && !(await bench.StateAsync(id)).Status.IsTerminal(); round++)
        {
            await bench.ExecuteAsync(id);
            bench.Time.Advance(TimeSpan.FromMinutes(1));
        }
    }

    /// <summary>What the fake shop keeps as a field; the rest it makes up from the arguments.</summary>
    internal static bool CanChange(string fact) =>
        fact
            is "order.status"
                or "order.disputed"
                or "order.addressText"
                or "order.itemsChanged"
                or "quote.amount"
                or "quote.refundable"
                or "quote.allocations"
                or "quote.methodKind"
                or "quote.items"
                or "quote.sameProduct"
                or "quote.available"
                or "quote.possible"
                or "risk.addressText";

    internal static void Change(FakeShop shop, string fact)
    {
        var (order, quote) = shop.Orders["10042"];
        switch (fact)
        {
            case "order.status":
                order["status"] = "cancelled";
                break;
            case "order.addressText":
                order["addressText"] = "Woanders 1, 10115 Berlin, DE";
                break;
            case "risk.addressText":
                shop.Risk["addressText"] = "Woanders 1, 10115 Berlin, DE";
                break;
            case "order.disputed" or "order.itemsChanged":
                order[fact[6..]] = true;
                break;
            case "quote.amount" or "quote.refundable":
                quote[fact[6..]] = FakeShop.Euro("48.00");
                break;
            case "quote.methodKind":
                (quote["methodKind"], quote["payKind"]) = ("other", "unknown");
                break;
            case "quote.possible":
                quote["itemsReturnable"] = false;
                break;
            case "quote.sameProduct" or "quote.available":
                quote[fact[6..]] = false;
                break;
            default:
                quote[fact[6..]] = new JsonArray();
                break;
        }
    }
}
