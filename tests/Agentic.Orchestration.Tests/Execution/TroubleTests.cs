using Agentic.Contracts;
using Agentic.Orchestration.Connectors;
using Agentic.Orchestration.Packs;
using Agentic.Orchestration.Requests;
using Agentic.Testing;

namespace Agentic.Orchestration.Tests.Execution;

/// <summary>
/// Whatever fails, and wherever: after a few tries a person has it, once, and the customer is told. Trying goes on, and
/// what gets through by itself takes the case back.
/// </summary>
public sealed class TroubleTests
{
    private const int Tries = 5;

    [Theory]
    [InlineData("before the gate")]
    [InlineData("at the permit")]
    [InlineData("at the effect")]
    [InlineData("throws at a read")]
    [InlineData("throws at the effect")]
    public async Task WhatFailsAgainAndAgain_IsACase_UntilItGetsThrough(string where)
    {
        await using var bench = Small();
        var id = await UntilTroubleAsync(bench, where);
        await TryAsync(bench, id, Tries - 1);
        Cases(await bench.StateAsync(id)).ShouldBeEmpty($"{Tries - 1} tries are no case");
        await TryAsync(bench, id, 4);
        var state = await bench.StateAsync(id);
        var handOff = Cases(state).ShouldHaveSingleItem();
        (handOff.IsOpen, handOff.TakesOverRequest).ShouldBe((true, false));
        state.Conversation.Count(line => line.Key == CustomerTexts.NeedsPerson).ShouldBe(1);
        bench.Shop.Executed("refund").ShouldBe(0);

        Mend(bench);
        await TryAsync(bench, id, 2);
        state = await bench.StateAsync(id);
        state.Status.ShouldBe(RequestStatus.Completed);
        (handOff.Id, bench.Shop.Executed("refund")).ShouldBe((Cases(state).ShouldHaveSingleItem().Id, 1));
        Cases(state)[0].ClosedBy.ShouldBe("agentic");
    }

    [Fact]
    public async Task ThatItGoesOn_IsTold_AndWhoHasTakenTheCaseKeepsIt()
    {
        foreach (var claimed in (bool[])[false, true])
        {
            await using var bench = Small("149.00");
            var id = await UntilTroubleAsync(bench, "before the gate");
            await TryAsync(bench, id, Tries);
            if (claimed)
            {
                await bench.Journal.UpdateAsync(
                    id,
                    current => [new HandOffClaimed(current.HandOffs[^1].Id, "desk", "Dana")],
                    default
                );
            }
            Mend(bench);
            await TryAsync(bench, id, 1);
            var state = await bench.StateAsync(id);
            state.Status.ShouldBe(RequestStatus.AwaitingApproval);
            (Cases(state)[0].IsOpen, state.Conversation.Count(line => line.Key == CustomerTexts.GoesOn)).ShouldBe(
                claimed ? (true, 0) : (false, 1)
            );
        }
    }

    private static async Task<string> UntilTroubleAsync(Workbench bench, string where)
    {
        var id = await bench.SubmitAsync("Bestellung 10042 bitte zurück");
        await bench.PlanAsync(id);
        await bench.ConfirmAsync(id);
        if (where == "at the permit")
        {
            bench.Shop.AddOrder("10042", "anna", "149.00");
            await bench.Journal.UpdateAsync(id, current => [new RequestWithdrawn("anna")], default);
            id = await bench.RunAsync("Bestellung 10042 bitte zurück");
            (await bench.DecideAsync(id, "approver")).ShouldBeNull();
        }
        switch (where)
        {
            case "at the effect":
                bench.Shop.Before = _ => new EffectResult.NotSent("connection refused");
                break;
            case "throws at the effect":
                bench.Shop.Before = _ => throw new InvalidOperationException("no");
                break;
            case "throws at a read":
                bench.Shop.Asked = _ => throw new InvalidOperationException("no");
                break;
            default:
                bench.Shop.IsDown = true;
                break;
        }
        return id;
    }

    private static void Mend(Workbench bench)
    {
        bench.Shop.IsDown = false;
        bench.Shop.Before = _ => null;
        bench.Shop.Asked = _ => { };
    }

    private static async Task TryAsync(Workbench bench, string id, int times)
    {
        for (var time = 0; time < times; time++)
        {
            await bench.ExecuteAsync(id);
            bench.Time.Advance(TimeSpan.FromMinutes(6));
        }
    }

    private static HandOffState[] Cases(RequestState state) =>
        [.. state.HandOffs.Where(handOff => handOff.Topic == HandOffTopics.Stuck)];

    private static Workbench Small(string amount = "49.00")
    {
        var bench = Workbench.Create();
        bench.Shop.AddOrder("10042", "anna", amount);
        return bench;
    }
}
