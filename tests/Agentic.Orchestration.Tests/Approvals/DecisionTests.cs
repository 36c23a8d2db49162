using System.Text.Json.Nodes;
using Agentic.Contracts;
using Agentic.Orchestration.Identity;
using Agentic.Testing;

namespace Agentic.Orchestration.Tests.Approvals;

/// <summary>Who may decide, edit, ask or reject, and what each of it leads to.</summary>
public sealed class DecisionTests
{
    [Fact]
    public async Task Decide_WrongSeal_SecondClick_AndChangeOfMind()
    {
        await using var bench = Workbench.Create();
        bench.Shop.AddOrder("10042", "anna", "249.00");
        var id = await bench.RunAsync("Bestellung 10042 bitte zurück");
        (await bench.DecideAsync(id, "approver", seal: new string('0', 64)))!.HttpStatus().ShouldBe(409);
        (await bench.DecideAsync(id, "approver")).ShouldBeNull();
        (await bench.DecideAsync(id, "approver")).ShouldBeNull();
        (await bench.DecideAsync(id, "approver", DecisionKind.Reject, "no"))!.HttpStatus().ShouldBe(409);
        (await bench.DecideAsync(id, "senior"))!.HttpStatus().ShouldBe(409);
        (await bench.StateAsync(id)).Approvals[0].Decisions.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Decide_TwoPeopleAtOnce_OneDecisionCounts()
    {
        await using var bench = Workbench.Create();
        bench.Shop.AddOrder("10042", "anna", "249.00");
        var id = await bench.RunAsync("Bestellung 10042 bitte zurück");
        var answers = await Task.WhenAll(
            Task.Run(() => bench.DecideAsync(id, "approver")),
            Task.Run(() => bench.DecideAsync(id, "senior", DecisionKind.Reject, "no"))
        );
        answers.Count(refusal => refusal is null).ShouldBe(1);
        await bench.ExecuteAsync(id);
        bench.Shop.Executed("refund").ShouldBe(answers[0] is null ? 1 : 0);
    }

    [Theory]
    [InlineData("desk", 403)]
    [InlineData("ops", 403)]
    [InlineData("admin", 403)]
    [InlineData("nobody", 403)]
    public async Task Decide_WithoutTheRole_IsRefusedAndJournalled(string user, int status)
    {
        await using var bench = Workbench.Create();
        bench.Shop.AddOrder("10042", "anna", "249.00");
        var id = await bench.RunAsync("Bestellung 10042 bitte zurück");
        (await bench.DecideAsync(id, user))!.HttpStatus().ShouldBe(status);
        (await bench.Journal.ReadAsync(id, 0, default)).ShouldContain(entry => entry.Event is AccessRefused);
    }

    [Fact]
    public async Task Decide_AccountThatIsNamedLikeTheCustomer_IsTheirOwn()
    {
        await using var bench = Workbench.Create();
        bench.Accounts.Replace(new("ANNA", "A. B.", [Roles.Approver], null, "x"));
        bench.Accounts.Replace(new("ab", "A. B.", [Roles.Approver], "Anna", "x"));
        bench.Shop.AddOrder("10042", "anna", "249.00");
        var id = await bench.RunAsync("Bestellung 10042 bitte zurück");
        foreach (var user in (string[])["ANNA", "ab"])
        {
            (await bench.DecideAsync(id, user))!.Detail.ShouldContain("your own customer account");
        }
    }

    [Theory]
    [InlineData("ada@example.com", null)]
    [InlineData("else@example.com", "c-7")]
    public async Task Quorum_IsNotMetByTwoAccountsOfOnePerson(string email, string? customer)
    {
        await using var bench = Workbench.Create();
        bench.Accounts.Replace(new("ada", "Ada", [Roles.Approver], customer, "x", "ada@example.com"));
        bench.Accounts.Replace(new("oidc:ada", "Ada", [Roles.SeniorApprover], customer, null, email));
        bench.Shop.AddOrder("10042", "anna", "649.00");
        var id = await bench.RunAsync("Bestellung 10042 bitte zurück");
        foreach (var (user, completed) in new[] { ("ada", false), ("oidc:ada", false), ("senior", true) })
        {
            (await bench.DecideAsync(id, user)).ShouldBeNull(user);
            await bench.ExecuteAsync(id);
            ((await bench.StateAsync(id)).Status == RequestStatus.Completed).ShouldBe(completed, user);
        }
        bench.Shop.Executed("refund").ShouldBe(1);
    }

    [Fact]
    public async Task Decide_OwnRequestOrOwnAccount_IsRefusedOnEveryPath()
    {
        await using var bench = Workbench.Create();
        bench.Accounts.Replace(new("approver", "Alex", [Roles.Approver, Roles.Customer], "anna", "x"));
        bench.Shop.AddOrder("10042", "anna", "249.00");
        var id = await bench.RunAsync("Bestellung 10042 bitte zurück");
        (await bench.DecideAsync(id, "approver"))!.Detail.ShouldContain("your own customer account");
        var submitted = (
            await bench.Submission.SubmitAsync(
                new("senior", null, [Roles.SeniorApprover]),
                new("anna", "Bestellung 10042 bitte zurück", "de"),
                null,
                default
            )
        ).State!;
        submitted.SubmittedBy.ShouldBe("senior");
    }

    [Fact]
    public async Task Decide_ExpiredApproval_IsRefused_AndAPersonTakesOver()
    {
        await using var bench = Workbench.Create();
        bench.Shop.AddOrder("10042", "anna", "249.00");
        var id = await bench.RunAsync("Bestellung 10042 bitte zurück");
        bench.Time.Advance(TimeSpan.FromDays(60));
        (await bench.DecideAsync(id, "approver"))!.HttpStatus().ShouldBe(409);
        await bench.ExecuteAsync(id);
        var state = await bench.StateAsync(id);
        (state.Approvals[0].Status, state.Status).ShouldBe((ApprovalStatus.Expired, RequestStatus.HandedOff));
    }

    [Fact]
    public async Task ApprovedInTime_AndNotCarriedOutInTime_IsNotToldAsUndecided()
    {
        await using var bench = Workbench.Create();
        bench.Shop.AddOrder("10042", "anna", "249.00");
        var id = await bench.RunAsync("Bestellung 10042 bitte zurück");
        (await bench.DecideAsync(id, "approver")).ShouldBeNull();
        bench.Shop.IsDown = true;
        await bench.ExecuteAsync(id);
        bench.Time.Advance(TimeSpan.FromDays(60));
        await bench.ExecuteAsync(id);
        var state = await bench.StateAsync(id);
        (state.Approvals[0].Status, state.Status).ShouldBe((ApprovalStatus.Expired, RequestStatus.HandedOff));
        state.HandOffs.Single(handOff => handOff.Topic == "expired").Reason.En.ShouldContain("was given");
        state.Conversation.Select(line => line.Key).ShouldContain("action.notInTime");
        state.Conversation.Select(line => line.Key).ShouldNotContain("action.expired");
        bench.Shop.Books.ShouldBeEmpty();
    }

    [Fact]
    public async Task Quorum_AboveFiveHundred_NeedsTwoOneOfThemSenior()
    {
        await using var bench = Workbench.Create();
        bench.Accounts.Replace(new("approver2", "Ada", [Roles.Approver], null, "x"));
        bench.Shop.AddOrder("10042", "anna", "649.00");
        var id = await bench.RunAsync("Bestellung 10042 bitte zurück");
        foreach (var (user, completed) in new[] { ("approver", false), ("approver2", false), ("senior", true) })
        {
            (await bench.DecideAsync(id, user)).ShouldBeNull(user);
            await bench.ExecuteAsync(id);
            ((await bench.StateAsync(id)).Status == RequestStatus.Completed).ShouldBe(completed, user);
        }
        bench.Shop.Executed("refund").ShouldBe(1);
    }

    [Fact]
    public async Task Edit_AnAmount_CustomerConfirmsAgain_AndTheEditorMayNotApprove()
    {
        await using var bench = Workbench.Create();
        bench.Shop.AddOrder("10042", "anna", "249.00");
        var id = await bench.RunAsync("Bestellung 10042 bitte zurück");
        var arguments = (JsonObject)(await bench.StateAsync(id)).Actions[0].Arguments.DeepClone();
        arguments["amount"] = FakeShop.Euro("149.00");
        (await bench.DecideAsync(id, "approver", DecisionKind.Edit, arguments: arguments)).ShouldBeNull();
        await bench.ExecuteAsync(id);
        (await bench.StateAsync(id)).Status.ShouldBe(RequestStatus.AwaitingCustomer);
        bench.Shop.Books.ShouldBeEmpty();
        await bench.ConfirmAsync(id);
        await bench.ExecuteAsync(id);
        (await bench.DecideAsync(id, "approver"))!.Detail.ShouldContain("edited this action");
        (await bench.DecideAsync(id, "senior")).ShouldBeNull();
        await bench.ExecuteAsync(id);
        ((string?)bench.Shop.Books.Single(line => line.Operation == "refund").Arguments["amount"]!["amount"]).ShouldBe(
            "149.00"
        );
    }

    [Fact]
    public async Task Edit_OfAReason_DoesNotAdoptAChangedAmountWithoutTheCustomer()
    {
        await using var bench = Workbench.Create();
        bench.Shop.AddOrder("10042", "anna", "249.00");
        var id = await bench.RunAsync("Bestellung 10042 bitte zurück");
        bench.Shop.Orders["10042"].Quote["amount"] = FakeShop.Euro("199.00");
        var arguments = (JsonObject)(await bench.StateAsync(id)).Actions[0].Arguments.DeepClone();
        arguments["reason"] = "damaged";
        (await bench.DecideAsync(id, "approver", DecisionKind.Edit, arguments: arguments)).ShouldBeNull();
        (await bench.StateAsync(id)).Status.ShouldBe(RequestStatus.AwaitingCustomer);
    }

    [Fact]
    public async Task Question_ThatNobodyAnswered_EndsWithItsApproval()
    {
        await using var bench = Workbench.Create();
        var id = await SealTests.ApprovedAsync(bench);
        await bench.Journal.UpdateAsync(id, current => [new CustomerAsked("Getragen?", false, 1, "senior")], default);
        await bench.ExecuteAsync(id);
        (await bench.StateAsync(id)).Status.ShouldBe(RequestStatus.Completed);
    }

    [Fact]
    public async Task Edit_WrongOrForbiddenArguments_NameTheField()
    {
        await using var bench = Workbench.Create();
        bench.Shop.AddOrder("10042", "anna", "249.00");
        var id = await bench.RunAsync("Bestellung 10042 bitte zurück");
        var known = (await bench.StateAsync(id)).Actions[0].Arguments;
        JsonObject With(string name, JsonNode? value)
        {
            var arguments = (JsonObject)known.DeepClone();
            arguments[name] = value;
            return arguments;
        }
        (await bench.DecideAsync(id, "approver", DecisionKind.Edit, arguments: With("colour", "red")))!
            .FieldName()
            .ShouldBe("arguments.colour");
        var refused = (
            await bench.DecideAsync(id, "approver", DecisionKind.Edit, arguments: With("amount", FakeShop.Euro("5000.00")))
        )!;
        (refused.FieldName(), refused.Detail.Contains("Policy refuses", StringComparison.Ordinal)).ShouldBe(
            ("arguments.amount", true)
        );
        (await bench.DecideAsync(id, "approver", DecisionKind.Edit, arguments: With("orderId", "99999")))!
            .FieldName()
            .ShouldBe("arguments.orderId");
        (await bench.DecideAsync(id, "approver", DecisionKind.Edit))!.FieldName().ShouldBe("arguments");
        (await bench.DecideAsync(id, "approver", DecisionKind.Reject))!.FieldName().ShouldBe("reason");
    }

    [Fact]
    public async Task Reject_WithReason_ReplansAndTellsTheCustomer()
    {
        await using var bench = Workbench.Create();
        bench.Shop.AddOrder("10042", "anna", "249.00");
        var id = await bench.RunAsync("Bestellung 10042 bitte zurück");
        (await bench.DecideAsync(id, "approver", DecisionKind.Reject, "Getragen und beschädigt.")).ShouldBeNull();
        await bench.PlanAsync(id);
        var state = await bench.StateAsync(id);
        state.Status.ShouldBe(RequestStatus.Declined);
        state.Conversation.ShouldContain(line => line.Text.Contains("Getragen und beschädigt.", StringComparison.Ordinal));
        state.Planning.RefusedTargets.ShouldBe(["return_items order:10042/line:1/unit:1"]);
        bench.Shop.Books.ShouldBeEmpty();
    }
}
