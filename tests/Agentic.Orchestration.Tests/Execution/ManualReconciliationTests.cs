using Agentic.Contracts;
using Agentic.Orchestration.Connectors;
using Agentic.Orchestration.Requests;

namespace Agentic.Orchestration.Tests.Execution;

/// <summary>What became of an effect is for people to find out: two of them, and nothing moves meanwhile.</summary>
public sealed class ManualReconciliationTests
{
    [Fact]
    public async Task WhilePeopleLookItUp_NothingIsSent_AndANewAttemptMakesTheirAnswersVoid()
    {
        await using var bench = EffectTests.Small();
        var sent = 0;
        bench.Shop.Before = call => call.Operation == "refund" && ++sent > 0 ? new EffectResult.Unclear("status 503") : null;
        var id = await bench.RunAsync("Bestellung 10042 bitte zurück");
        await EffectTests.SettleAsync(bench, id);
        var before = sent;
        await bench.AnswerAsync(id, new("notExecuted", "Looked it up."), "paula");
        await EffectTests.SettleAsync(bench, id);
        (sent, (await bench.StateAsync(id)).HandOffs[0].Answers.Count).ShouldBe((before, 1));
        await bench.Journal.UpdateAsync(id, _ => [new RunRetried(1, "ops")], default);
        await EffectTests.SettleAsync(bench, id);
        sent.ShouldBeGreaterThan(before);
        // What was looked up before the new attempt says nothing about it.
        await bench.AnswerAsync(id, new("notExecuted", "Looked it up."), "paul");
        (await bench.StateAsync(id)).HandOffs[0].IsOpen.ShouldBeTrue();
        await bench.AnswerAsync(id, new("notExecuted", "Looked again."), "paula");
        await EffectTests.SettleAsync(bench, id);
        var state = await bench.StateAsync(id);
        (state.HandOffs[0].Outcome, state.Status, bench.Shop.Executed("refund")).ShouldBe(
            ("notExecuted", RequestStatus.HandedOff, 0)
        );
    }

    [Theory]
    [InlineData("notExecuted", true, "Do not pay it again")]
    [InlineData("executed", false, "still owed")]
    public async Task LookedUpWhilePeopleSaidSomethingElse_APersonIsTold(string outcome, bool happened, string reason)
    {
        await using var bench = EffectTests.Small();
        bench.Shop.Guarantee = new(Repetition.Queryable, TimeSpan.FromMinutes(1));
        bench.Shop.Before = call => call.Operation == "refund" ? new EffectResult.Unclear("status 503") : null;
        var id = await bench.RunAsync("Bestellung 10042 bitte zurück");
        await EffectTests.SettleAsync(bench, id);
        var key = (await bench.StateAsync(id)).HandOffs.ShouldHaveSingleItem().EffectKey;
        bench.Shop.LookedUp = async asked =>
        {
            if (asked != key)
            {
                return null;
            }
            bench.Shop.LookedUp = _ => Task.FromResult<EffectResult?>(null);
            await bench.AnswerAsync(id, new(outcome, "Looked it up."), "paula", "paul");
            return happened ? new EffectResult.Done("REF-1", []) : new EffectResult.Refused("no");
        };
        await EffectTests.SettleAsync(bench, id);
        var state = await bench.StateAsync(id);
        state
            .Actions[0]
            .Effects.First(effect => effect.Key == key)
            .Status.ShouldBe(happened ? EffectStatus.Refused : EffectStatus.Done);
        state.HandOffs.ShouldContain(handOff =>
            handOff.Topic == HandOffTopics.ReturnedMoney && handOff.Reason.En.Contains(reason, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task WhilePeopleLookItUp_NothingIsDue_WhateverTheActionIsCalledMeanwhile()
    {
        await using var bench = EffectTests.Small();
        bench.Shop.Before = call => call.Operation == "refund" ? new EffectResult.Unclear("status 503") : null;
        var id = await bench.RunAsync("Bestellung 10042 bitte zurück");
        await EffectTests.SettleAsync(bench, id);
        var effects = (await bench.StateAsync(id)).Actions[0].Effects;
        var (opened, refund) = (effects[0], effects[1]);
        // Another effect is reported on while this one is tried once more: the action counts as running again.
        await bench.Journal.UpdateAsync(
            id,
            _ =>
                [
                    new EffectIntended(1, refund.Key, refund.Attempt + 1),
                    new EffectSettled(1, opened.Key, EffectStatus.Done, opened.Reference, opened.Output, null),
                    new EffectUnclear(1, refund.Key, "status 503", refund.Attempt + 1, bench.Time.GetUtcNow()),
                ],
            default
        );
        await bench.AnswerAsync(id, new("executed", "Looked it up."), "paula");
        var state = await bench.StateAsync(id);
        (state.Actions[0].Status, NextWork.ExecutionAt(state)).ShouldBe((ActionStatus.Executing, null));
    }

    [Fact]
    public async Task ThatAnUndoHappened_FreesItsTarget_AndTakesTwoAsWell()
    {
        await using var bench = EffectTests.Small();
        bench.Shop.Guarantee = new(Repetition.Neither, TimeSpan.FromSeconds(2));
        bench.Shop.Before = call =>
            call.Operation switch
            {
                "refund" => new EffectResult.Refused("no"),
                "cancelReturn" => new EffectResult.Unclear("connection lost"),
                _ => null,
            };
        var id = await bench.RunAsync("Bestellung 10042 bitte zurück");
        await EffectTests.SettleAsync(bench, id);
        EffectStatus Opened(RequestState state) =>
            state.Actions[0].Effects.Single(effect => effect.Effect.Operation == "openReturn").Status;
        await bench.AnswerAsync(id, new("executed", "Looked it up."), "paula");
        var state = await bench.StateAsync(id);
        (state.HandOffs[^1].Topic, state.HandOffs[^1].IsOpen, Opened(state)).ShouldBe(
            (HandOffTopics.Unclear, true, EffectStatus.Done)
        );
        await bench.AnswerAsync(id, new("executed", "Looked it up, too."), "paul");
        Opened(await bench.StateAsync(id)).ShouldBe(EffectStatus.Returned);
    }
}
