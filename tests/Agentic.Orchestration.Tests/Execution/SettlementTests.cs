using Agentic.Contracts;
using Agentic.Orchestration.Connectors;
using Agentic.Orchestration.Identity;
using Agentic.Orchestration.OutsideEvents;
using Agentic.Orchestration.Requests;
using Agentic.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Agentic.Orchestration.Tests.Execution;

/// <summary>
/// Money that was instructed: told by an event, asked for when nobody tells, and given to a human when nobody knows.
/// </summary>
public sealed class SettlementTests
{
    private static readonly TimeSpan Promise = TimeSpan.FromDays(5);

    [Fact]
    public async Task Told_InTime_IsNotAskedFor()
    {
        await using var bench = Create();
        var id = await InstructedAsync(bench);
        (await bench.StateAsync(id)).Conversation[^1].Key.ShouldBe("request.completedInstructed");
        (await DeliverAsync(bench, "refund.credited")).ShouldBe(1);
        NextWork.ExecutionAt(await bench.StateAsync(id)).ShouldBeNull();
    }

    [Fact]
    public async Task Untold_IsAskedForAfterThePromise_NotBefore()
    {
        await using var bench = Create();
        var id = await InstructedAsync(bench);
        bench.Shop.Settled["REF-1"] = Settlement.Done;
        bench.Time.Advance(Promise - TimeSpan.FromHours(1));
        await bench.ExecuteAsync(id);
        Refund(await bench.StateAsync(id)).Status.ShouldBe(EffectStatus.Accepted);
        bench.Time.Advance(TimeSpan.FromHours(2));
        NextWork.ExecutionAt(await bench.StateAsync(id))!.Value.ShouldBeLessThanOrEqualTo(bench.Time.GetUtcNow());
        await bench.ExecuteAsync(id);
        var state = await bench.StateAsync(id);
        Refund(state).Status.ShouldBe(EffectStatus.Done);
        state.HandOffs.ShouldBeEmpty();
        state.Conversation[^1].Key.ShouldBe("effect.credited");
        NextWork.ExecutionAt(state).ShouldBeNull();
    }

    [Fact]
    public async Task CameBack_AsTheAnswer_ReopensTheRequest()
    {
        await using var bench = Create();
        var id = await InstructedAsync(bench);
        bench.Shop.Settled["REF-1"] = Settlement.Returned;
        bench.Time.Advance(Promise);
        await bench.ExecuteAsync(id);
        var state = await bench.StateAsync(id);
        (state.Status, state.HandOffs.ShouldHaveSingleItem().Topic, Refund(state).IsLive).ShouldBe(
            (RequestStatus.HandedOff, "returned-money", false)
        );
    }

    [Fact]
    public async Task NobodyKnows_AHumanIsToldOnce_TheCustomerToo_AndItIsAskedDaily()
    {
        await using var bench = Create();
        var id = await InstructedAsync(bench);
        for (var day = 0; day < 3; day++)
        {
            bench.Time.Advance(day == 0 ? Promise : TimeSpan.FromDays(1));
            await bench.ExecuteAsync(id);
            await bench.ExecuteAsync(id);
        }
        var state = await bench.StateAsync(id);
        (state.Status, state.HandOffs.ShouldHaveSingleItem().Topic).ShouldBe(
            (RequestStatus.HandedOff, HandOffTopics.NotSettled)
        );
        state.Conversation.Count(line => line.Key == "effect.notSettled").ShouldBe(1);
        // The event comes after all: nobody has to look any more.
        (await DeliverAsync(bench, "refund.credited")).ShouldBe(1);
        state = await bench.StateAsync(id);
        (state.Status, Refund(state).Status, state.HandOffs[0].IsOpen, NextWork.ExecutionAt(state)).ShouldBe(
            (RequestStatus.Completed, EffectStatus.Done, false, null)
        );
    }

    [Fact]
    public async Task NoAnswer_AlarmsNobodyForADay_AndIsAskedAgainSoon()
    {
        await using var bench = Create();
        var id = await InstructedAsync(bench);
        bench.Time.Advance(Promise);
        bench.Shop.IsDown = true;
        for (var hour = 0; hour < 23; hour++)
        {
            await bench.ExecuteAsync(id);
            (await bench.StateAsync(id)).HandOffs.ShouldBeEmpty();
            bench.Time.Advance(TimeSpan.FromHours(1));
        }
        await bench.ExecuteAsync(id);
        (await bench.StateAsync(id)).HandOffs.ShouldHaveSingleItem().Topic.ShouldBe(HandOffTopics.NotSettled);
        (bench.Shop.IsDown, bench.Shop.Settled["REF-1"]) = (false, Settlement.Done);
        bench.Time.Advance(TimeSpan.FromHours(1));
        await bench.ExecuteAsync(id);
        (await bench.StateAsync(id)).Status.ShouldBe(RequestStatus.Completed);
    }

    [Fact]
    public async Task CreditedAfterSomebodySaidItCameBack_IsTold_SoThatNobodyPaysTwice()
    {
        await using var bench = Create();
        var id = await InstructedAsync(bench);
        bench.Time.Advance(Promise);
        await bench.ExecuteAsync(id);
        await bench.AnswerAsync(id, new("notExecuted", "The bank says so."), "paula", "paul");
        (await DeliverAsync(bench, "refund.credited")).ShouldBe(1);
        (await bench.StateAsync(id)).HandOffs[^1].Reason.En.ShouldContain("Do not pay it again");
    }

    [Theory]
    [InlineData("executed", EffectStatus.Done)]
    [InlineData("notExecuted", EffectStatus.Returned)]
    public async Task WhatTheBankTellsAnEmployee_Settles(string outcome, EffectStatus becomes)
    {
        await using var bench = Create();
        var id = await InstructedAsync(bench);
        bench.Time.Advance(Promise);
        await bench.ExecuteAsync(id);
        var state = await bench.StateAsync(id);
        bench.Resolve(state, state.HandOffs[0], new("completed", "?")).Refusal!.FieldName().ShouldBe("outcome");
        await bench.AnswerAsync(id, new(outcome, "The bank says so."), "paula", "paul");
        state = await bench.StateAsync(id);
        (Refund(state).Status, state.HandOffs[0].IsOpen, NextWork.ExecutionAt(state)).ShouldBe((becomes, false, null));
        // Money that came back is somebody's again.
        state
            .HandOffs.Skip(1)
            .Select(handOff => handOff.Topic)
            .ShouldBe(becomes == EffectStatus.Returned ? ["returned-money"] : []);
    }

    [Theory]
    [InlineData("executed")]
    [InlineData("notExecuted")]
    public async Task WhatBecameOfMoney_CountsOnlyWhenTwoSayTheSame(string outcome)
    {
        await using var bench = Create();
        var id = await InstructedAsync(bench);
        bench.Time.Advance(Promise);
        await bench.ExecuteAsync(id);
        await bench.Journal.UpdateAsync(id, current => [new HandOffClaimed(current.HandOffs[0].Id, "paula")], default);
        await bench.AnswerAsync(id, new(outcome, "The bank says so."), "paula", "paula");
        var state = await bench.StateAsync(id);
        // Still open, still blocking its target, and free for somebody else to take.
        (
            state.HandOffs[0].IsOpen,
            state.HandOffs[0].ClaimedBy,
            state.HandOffs[0].Answers.Single().By,
            Refund(state).Status
        ).ShouldBe((true, null, "paula", EffectStatus.Accepted));
        bench.Resolve(state, state.HandOffs[0], new(outcome, "Really."), "paula").Refusal!.HttpStatus().ShouldBe(409);
        bench
            .Resolve(state, state.HandOffs[0], new(outcome, "Me, too."), "ops", _ => false)
            .Refusal!.HttpStatus()
            .ShouldBe(403);
        // Somebody who is not at the desk any more has said nothing that counts.
        bench
            .Resolve(state, state.HandOffs[0], new(outcome, "Seen it, too."), "paul", user => user == "paul")
            .Events.ShouldHaveSingleItem()
            .ShouldBeOfType<HandOffAnswered>();
        // Two who contradict each other have settled nothing; whoever erred says the other.
        await bench.AnswerAsync(id, new(outcome == "executed" ? "notExecuted" : "executed", "It is on the statement."), "paul");
        state = await bench.StateAsync(id);
        (state.HandOffs[0].IsOpen, state.HandOffs[0].Answers.Count, Refund(state).Status).ShouldBe(
            (true, 2, EffectStatus.Accepted)
        );
        await bench.AnswerAsync(id, new(outcome, "The wrong line, sorry."), "paul");
        state = await bench.StateAsync(id);
        (state.HandOffs[0].Outcome, Refund(state).Status).ShouldBe(
            (outcome, outcome == "executed" ? EffectStatus.Done : EffectStatus.Returned)
        );
    }

    [Theory]
    [InlineData("paula@example.com", null)]
    [InlineData("Paula+home@Example.com", null)]
    [InlineData("else@example.com", "c-7")]
    public async Task WhatBecameOfMoney_IsNotFoundTwiceByOnePersonsAccounts(string email, string? customer)
    {
        await using var bench = Create();
        bench.Accounts.Replace(new("paula", "Paula", [Roles.AgentDesk], customer, "x", "paula@example.com"));
        bench.Accounts.Replace(new("oidc:paula", "Paula", [Roles.AgentDesk], customer, null, email));
        bench.Accounts.Replace(new("paul", "Paul", [Roles.AgentDesk], null, "x", "paul@example.com"));
        var id = await InstructedAsync(bench);
        bench.Time.Advance(Promise);
        await bench.ExecuteAsync(id);
        await bench.AnswerAsync(id, new("executed", "The bank says so."), "paula");
        var state = await bench.StateAsync(id);
        bench.Resolve(state, state.HandOffs[0], new("executed", "Me, too."), "oidc:paula").Refusal!.HttpStatus().ShouldBe(409);
        Refund(state).Status.ShouldBe(EffectStatus.Accepted);
        await bench.AnswerAsync(id, new("executed", "Seen it."), "paul");
        Refund(await bench.StateAsync(id)).Status.ShouldBe(EffectStatus.Done);
    }

    [Theory]
    [InlineData("notExecuted", Settlement.Done, "Do not pay it again")]
    [InlineData("executed", Settlement.Returned, "came back")]
    public async Task AskedWhilePeopleSaidSomethingElse_IsTold(string outcome, Settlement answer, string reason)
    {
        await using var bench = Create();
        var id = await InstructedAsync(bench);
        bench.Time.Advance(Promise);
        await bench.ExecuteAsync(id);
        bench.Time.Advance(TimeSpan.FromDays(1));
        bench.Shop.Settled["REF-1"] = answer;
        bench.Shop.AskedSettlement = () => bench.AnswerAsync(id, new(outcome, "The bank says so."), "paula", "paul");
        await bench.ExecuteAsync(id);
        (await bench.StateAsync(id)).HandOffs[^1].Reason.En.ShouldContain(reason);
    }

    [Fact]
    public async Task TwoThatNobodyReportsOn_AreTwoQuestions()
    {
        await using var bench = Create();
        bench.Shop.After = call => new EffectResult.Accepted(
            call.Operation == "refund" ? "REF-1" : "RET-1",
            new() { ["returnId"] = "RET-1" }
        );
        var id = await InstructedAsync(bench);
        bench.Time.Advance(Promise);
        await bench.ExecuteAsync(id);
        await bench.ExecuteAsync(id);
        var state = await bench.StateAsync(id);
        state
            .HandOffs.Select(handOff => handOff.EffectKey)
            .ShouldBe(state.Actions[0].Effects.Select(effect => effect.Key), ignoreOrder: true);
        state.Conversation.Count(line => line.Key == "effect.notSettled").ShouldBe(1);
        await bench.AnswerAsync(id, new("executed", "It is on the statement."), "paula", "paul");
        state = await bench.StateAsync(id);
        state.HandOffs.Select(handOff => handOff.IsOpen).ShouldBe([true, false]);
    }

    private static EffectState Refund(RequestState state) =>
        state.Actions[0].Effects.Single(effect => effect.Effect.Operation == "refund");

    private static Workbench Create()
    {
        var bench = Workbench.Create();
        bench.Shop.Guarantee = new(Repetition.Idempotent, TimeSpan.FromSeconds(2), Promise);
        bench.Shop.AddOrder("10042", "anna", "49.00");
        bench.Shop.After = call => call.Operation == "refund" ? new EffectResult.Accepted("REF-1", []) : null;
        return bench;
    }

    private static async Task<string> InstructedAsync(Workbench bench)
    {
        var id = await bench.RunAsync("Jacke aus 10042 zurück");
        (await bench.StateAsync(id)).Status.ShouldBe(RequestStatus.Completed);
        return id;
    }

    private static Task<int> DeliverAsync(Workbench bench, string type) =>
        bench
            .Services.GetRequiredService<EventDelivery>()
            .DeliverAsync(new("shop", $"shop-{type}", type, "REF-1", []), [1], default);
}
