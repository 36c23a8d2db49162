using Agentic.Contracts;
using Agentic.Orchestration.Identity;
using Agentic.Orchestration.Policies;
using Agentic.Testing;

namespace Agentic.Orchestration.Tests.Approvals;

/// <summary>K1: what the approver saw is what runs, is still true when it runs, and runs once.</summary>
public sealed class SealTests
{
    /// <summary>One thing changes between the decision and the permit.</summary>
    private static readonly (string Name, Action<Workbench, Random, string> Change, bool AsksCustomer)[] Changes =
    [
        (
            "order status",
            (bench, random, order) =>
                bench.Shop.Orders[order].Order["status"] = Pick(random, "cancelled", "returned", "pending"),
            false
        ),
        ("order owner", (bench, random, order) => bench.Shop.Orders[order].Order["customerId"] = $"c{random.Next(100)}", false),
        (
            "amount",
            (bench, random, order) =>
                bench.Shop.Orders[order].Quote["amount"] = FakeShop.Euro($"{random.Next(101, 240)}.{random.Next(10, 99)}"),
            true
        ),
        (
            "refundable",
            (bench, random, order) =>
                bench.Shop.Orders[order].Quote["refundable"] = FakeShop.Euro($"{random.Next(250, 800)}.00"),
            false
        ),
        ("units", (bench, random, order) => bench.Shop.Orders[order].Quote["units"]![0]!["number"] = random.Next(2, 9), true),
        (
            "payment method",
            (bench, random, order) => bench.Shop.Orders[order].Quote["methodId"] = $"card-{random.Next(1000)}",
            true
        ),
        ("method kind", (bench, _, order) => bench.Shop.Orders[order].Quote["methodKind"] = "giftCard", false),
        ("returnable", (bench, _, order) => bench.Shop.Orders[order].Quote["itemsReturnable"] = false, false),
        ("policy outcome", (bench, _, _) => Rule(bench, "small-refund", GateOutcome.NeedsApproval), false),
        ("policy quorum", (bench, _, _) => Demand(bench, demand => demand with { Quorum = 2 }), false),
        ("policy role", (bench, _, _) => Demand(bench, demand => demand with { Role = "senior-approver" }), false),
        (
            "decider's role",
            (bench, _, _) => bench.Accounts.Replace(bench.Accounts.Find("approver")! with { Roles = [Roles.AgentDesk] }),
            false
        ),
        ("decider left", (bench, _, _) => bench.Accounts.Remove("approver"), false),
    ];

    [Fact]
    public async Task Permit_AThousandChangesAfterApproval_MoveNothing_AndShowTheDifference()
    {
        await using var bench = Workbench.Create();
        var (pack, approver) = (bench.Packs["retail"], bench.Accounts.Find("approver")!);
        var random = new Random(20261123);
        for (var number = 0; number < 1000; number++)
        {
            var (name, change, asksCustomer) = Changes[number % Changes.Length];
            var (order, customer) = ($"{30000 + number}", $"k{number}");
            bench.Shop.AddOrder(order, customer, "249.00");
            var id = await bench.RunAsync($"Bestellung {order} bitte zurück", customer);
            (await bench.DecideAsync(id, "approver")).ShouldBeNull(name);
            change(bench, random, order);
            await bench.ExecuteAsync(id);
            bench.Shop.Books.ShouldBeEmpty($"{number}: {name}");
            var state = await bench.StateAsync(id);
            state.Approvals[0].Status.ShouldBe(ApprovalStatus.Voided, name);
            await ShowsItAsync(bench, id, name, asksCustomer);
            bench.Packs.Replace(pack);
            bench.Accounts.Replace(approver);
        }
    }

    [Fact]
    public async Task Permit_PolicyEditThatChangesNothingForIt_DoesNotVoid()
    {
        await using var bench = Workbench.Create();
        var id = await ApprovedAsync(bench);
        var pack = bench.Packs["retail"];
        bench.Packs.Replace(
            pack with
            {
                Policies = pack.Policies with
                {
                    Hash = "edited",
                    RuleSets = pack.Policies.RuleSets.ToDictionary(
                        set => set.Key,
                        set =>
                            (IReadOnlyList<Rule>)
                                [
                                    .. set.Value.Select(rule =>
                                        rule.Id == "above-500" ? rule with { Staff = new("Neu", "New") } : rule
                                    ),
                                ]
                    ),
                },
            }
        );
        await bench.ExecuteAsync(id);
        (await bench.StateAsync(id)).Status.ShouldBe(RequestStatus.Completed);
        (await bench.Journal.ReadAsync(id, 0, default)).ShouldContain(entry => entry.Event is PolicyRechecked);
    }

    [Fact]
    public async Task Permit_VoidedByFactsThatChangeAgainWhileTheyAreRead_ShowsTheDifference()
    {
        await using var bench = Workbench.Create();
        bench.Shop.AddOrder("10042", "anna", "29.00");
        bench.Shop.Risk["accountsAtAddress"] = 5;
        var id = await bench.RunAsync("Bestellung 10042 bitte zurück");
        (await bench.DecideAsync(id, "approver")).ShouldBeNull();
        var reads = 0;
        // Nobody would have to be asked on what is read first; on what is read next, somebody has, for another reason.
        bench.Shop.Asked = operation =>
        {
            if (operation == "risk")
            {
                (bench.Shop.Risk["accountsAtAddress"], bench.Shop.Risk["addressAgeHours"]) = (1, reads++ == 0 ? 9000 : 1);
            }
        };
        await bench.ExecuteAsync(id);
        var state = await bench.StateAsync(id);
        state.Approvals.Select(approval => approval.Status).ShouldBe([ApprovalStatus.Voided, ApprovalStatus.Open]);
        (state.Approvals[1].Asked.Replaces, state.Approvals[1].Asked.Difference.Count > 0).ShouldBe(
            (state.Approvals[0].Id, true)
        );
    }

    [Fact]
    public async Task Permit_IsUsedOnce()
    {
        await using var bench = Workbench.Create();
        var id = await ApprovedAsync(bench);
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => bench.ExecuteAsync(id)));
        await bench.ExecuteAsync(id);
        (bench.Shop.Executed("refund"), bench.Shop.Executed("openReturn")).ShouldBe((1, 1));
    }

    [Fact]
    public async Task Permit_ThreeTimesVoided_GoesToAPerson()
    {
        await using var bench = Workbench.Create();
        bench.Shop.AddOrder("10042", "anna", "249.00");
        var id = await bench.RunAsync("Bestellung 10042 bitte zurück");
        for (var time = 0; time < 3; time++)
        {
            (await bench.DecideAsync(id, "approver")).ShouldBeNull();
            bench.Shop.Orders["10042"].Quote["refundable"] = FakeShop.Euro($"{800 - time}.00");
            await bench.ExecuteAsync(id);
        }
        (await bench.StateAsync(id)).Status.ShouldBe(RequestStatus.HandedOff);
        bench.Shop.Books.ShouldBeEmpty();
    }

    private static async Task ShowsItAsync(Workbench bench, string id, string name, bool asksCustomer)
    {
        var state = await bench.StateAsync(id);
        if (asksCustomer)
        {
            state.Status.ShouldBe(RequestStatus.AwaitingCustomer, name);
            await bench.ConfirmAsync(id);
            await bench.ExecuteAsync(id);
            state = await bench.StateAsync(id);
        }
        bench.Shop.Books.ShouldBeEmpty(name);
        if (state.Actions[0].Status == ActionStatus.Denied)
        {
            // Policy refuses now: the customer is told, and there is nothing left to approve.
            state.Conversation.ShouldContain(line => line.Key == "action.denied");
            return;
        }
        var next = state.Approvals[^1];
        (next.Status, next.Asked.Replaces).ShouldBe((ApprovalStatus.Open, state.Approvals[0].Id), name);
        next.Asked.Difference.ShouldNotBeEmpty(name);
    }

    internal static async Task<string> ApprovedAsync(Workbench bench)
    {
        bench.Shop.AddOrder("10042", "anna", "249.00");
        var id = await bench.RunAsync("Bestellung 10042 bitte zurück");
        (await bench.DecideAsync(id, "approver")).ShouldBeNull();
        return id;
    }

    private static string Pick(Random random, params string[] values) => values[random.Next(values.Length)];

    private static void Rule(Workbench bench, string id, GateOutcome outcome) =>
        Policies(bench, rule => rule.Id == id ? rule with { Outcome = outcome, Id = id, When = new Condition.Always() } : rule);

    private static void Demand(Workbench bench, Func<ApprovalDemand, ApprovalDemand> change)
    {
        var pack = bench.Packs["retail"];
        bench.Packs.Replace(
            pack with
            {
                Actions = pack.Actions.ToDictionary(
                    action => action.Key,
                    action => action.Value with { Approval = change(action.Value.Approval) }
                ),
            }
        );
    }

    private static void Policies(Workbench bench, Func<Rule, Rule> change)
    {
        var pack = bench.Packs["retail"];
        bench.Packs.Replace(
            pack with
            {
                Policies = pack.Policies with
                {
                    RuleSets = pack.Policies.RuleSets.ToDictionary(
                        set => set.Key,
                        set => (IReadOnlyList<Rule>)[.. set.Value.Select(change)]
                    ),
                },
            }
        );
    }
}
