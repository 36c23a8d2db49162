using Agentic.Contracts;
using Agentic.Orchestration.Requests;

namespace Agentic.Orchestration.Tests.Requests;

public sealed class ReplacementsTests
{
    [Fact]
    public void WhatCameAfterTheOlderWord_ComesAfterTheNewerOne()
    {
        // 2 replaces 1; 3 was to come after 1.
        var after = Replacements.Follow([Action(1), Action(2, 1), Action(3, 1)], Replaced((1, [2])));
        after[2].ShouldBeEmpty("it does not wait for itself");
        after[3].ShouldBe([2]);
    }

    [Fact]
    public void RandomPlans_NeverWaitInACircle_NorForWhatWasReplaced()
    {
        var random = new Random(14);
        for (var round = 0; round < 500; round++)
        {
            var count = random.Next(2, 9);
            var actions = Enumerable
                .Range(1, count)
                .Select(ordinal => Action(ordinal, [.. Enumerable.Range(1, ordinal - 1).Where(_ => random.Next(3) == 0)]))
                .ToArray();
            var older = random.Next(1, count);
            var replacedBy = Enumerable
                .Range(1, older)
                .Where(_ => random.Next(2) == 0)
                .ToDictionary(
                    ordinal => ordinal,
                    _ =>
                        Enumerable
                            .Range(older + 1, count - older)
                            .Where(_ => random.Next(2) == 0)
                            .DefaultIfEmpty(count)
                            .ToArray()
                );
            var after = Replacements.Follow(actions, replacedBy);
            var open = after.Keys.ToHashSet();
            while (open.FirstOrDefault(ordinal => !after[ordinal].Any(open.Contains)) is > 0 and var free)
            {
                open.Remove(free);
            }
            open.ShouldBeEmpty("these wait for each other");
            after.Values.SelectMany(earlier => earlier).ShouldAllBe(ordinal => !replacedBy.ContainsKey(ordinal));
        }
    }

    private static ActionState Action(int ordinal, params int[] after) =>
        States.Action(ActionStatus.Confirmed) with
        {
            Ordinal = ordinal,
            After = after,
        };

    private static Dictionary<int, int[]> Replaced(params (int Ordinal, int[] By)[] pairs) =>
        pairs.ToDictionary(pair => pair.Ordinal, pair => pair.By);
}
