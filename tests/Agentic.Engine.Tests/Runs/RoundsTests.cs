using System.Text.Json.Nodes;
using Agentic.Engine.Definitions;
using Agentic.Engine.Runs;
using FsCheck;
using FsCheck.Fluent;

namespace Agentic.Engine.Tests.Runs;

/// <summary>
/// Parallel branches in a loop keep their own: in each round the join opens once, for the arrivals of that round only,
/// whatever the order in which steps are done, and the run ends after its last round and not before.
/// </summary>
public sealed class RoundsTests
{
    private const string WaitAll = "WaitAll",
        WaitAny = "WaitAny";

    [Theory]
    [InlineData(WaitAll)]
    [InlineData(WaitAny)]
    public void InEachRound_TheJoinOpensOnce_ForThatRoundsArrivals(string mode) =>
        Prop.ForAll(Stories(), story => Holds(mode, story.Branches, story.Steps, story.Rounds, new Random(story.Seed)))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    private static Arbitrary<(int Branches, int Steps, int Rounds, int Seed)> Stories() =>
        (
            from branches in Gen.Choose(2, 4)
            from steps in Gen.Choose(1, 3)
            from rounds in Gen.Choose(1, 5)
            from seed in Gen.Choose(0, int.MaxValue)
            select (branches, steps, rounds, seed)
        ).ToArbitrary();

    private static bool Holds(string mode, int branches, int steps, int rounds, Random random)
    {
        var definition = Loop(mode, branches, steps).Build();
        var run = RunEngine.Start(definition, new Dictionary<string, JsonNode?>());
        var (round, done) = (1, new int[branches]);
        while (run.Status == RunStatus.Running)
        {
            var open = RunEngine.Outstanding(definition, run);
            if (open.FirstOrDefault(step => step.Activity == "again") is { } asked)
            {
                // The join has let this round through: all branches are at their end, or one is and the others are gone.
                var arrived = done.Count(count => count == steps);
                if (
                    open.Count != 1
                    || arrived != (mode == WaitAll ? branches : 1)
                    || run.Done.Count(step => step.Activity == "join") != round
                )
                {
                    return false;
                }
                (round, done) = (round + 1, new int[branches]);
                run = RunEngine.Apply(definition, run, new StepCompleted(asked.Step, round <= rounds ? "yes" : "no"));
                continue;
            }
            // Saved and loaded now and then; any open step may be the next that is done.
            run = random.Next(3) == 0 ? RunState.FromJson((JsonObject)JsonNode.Parse(run.ToJson().ToJsonString())!) : run;
            var next = open[random.Next(open.Count)];
            done[int.Parse(next.Activity[1..2], System.Globalization.CultureInfo.InvariantCulture)]++;
            run = RunEngine.Apply(definition, run, new StepCompleted(next.Step, "Done"));
        }
        return run.Status == RunStatus.Completed && round == rounds + 1;
    }

    private static Flow Loop(string mode, int branches, int steps)
    {
        var flow = new Flow()
            .Input("orderId")
            .Add("start", ActivityTypes.Start)
            .Add(
                "fork",
                ActivityTypes.Fork,
                ("branches", Flow.Literal(Enumerable.Range(0, branches).Select(branch => $"p{branch}").ToArray()))
            )
            .Add("join", ActivityTypes.Join, ("mode", Flow.Literal(mode)))
            .Add(
                "again",
                ActivityTypes.Decide,
                ("ruleSet", Flow.Literal("table")),
                ("outcomes", Flow.Literal(new[] { "yes", "no" }))
            )
            .Add("end", ActivityTypes.End)
            .Chain("start", "fork")
            .Chain("join", "again")
            .Connect("again", "yes", "fork")
            .Connect("again", "no", "end")
            .Bound("fork", 9);
        for (var branch = 0; branch < branches; branch++)
        {
            var row = Enumerable.Range(0, steps).Select(step => $"b{branch}s{step}").ToArray();
            foreach (var id in row)
            {
                flow.Add(id, ActivityTypes.Query, Definitions.Query);
            }
            flow.Connect("fork", $"p{branch}", row[0]).Chain([.. row, "join"]);
        }
        return flow;
    }
}
