using System.Text.Json.Nodes;
using Agentic.Engine.Definitions;
using Agentic.Engine.Runs;
using FsCheck;
using FsCheck.Fluent;

namespace Agentic.Engine.Tests.Runs;

public sealed class RunEngineTests
{
    private static readonly Dictionary<string, JsonNode?> Order = new() { ["orderId"] = "10042" };

    [Fact]
    public void Run_GoesToTheGateAndOn()
    {
        var definition = Definitions.Gated().Build();
        var run = RunEngine.Start(definition, Order);
        var read = RunEngine.Outstanding(definition, run).ShouldHaveSingleItem();
        read.Type.ShouldBe(ActivityTypes.Query);
        ((string?)read.Inputs["arguments"]!["orderId"]).ShouldBe("10042");
        run = RunEngine.Apply(definition, run, new StepCompleted(read.Step, "Done", new JsonObject()));
        var gate = RunEngine.Outstanding(definition, run).ShouldHaveSingleItem();
        run = RunEngine.Apply(definition, run, new StepCompleted(gate.Step, "Allowed"));
        run = RunEngine.Apply(
            definition,
            run,
            new StepCompleted(RunEngine.Outstanding(definition, run).ShouldHaveSingleItem().Step, "Done", new JsonObject())
        );
        run.Status.ShouldBe(RunStatus.Completed);
        run.Done.Select(step => step.Activity).ShouldBe(["start", "read", "gate", "refund", "end"]);
    }

    [Fact]
    public void Run_SavedAndLoadedAtEachStep_EndsTheSame()
    {
        var definition = Definitions.Gated().Build();
        var run = RunEngine.Start(definition, Order);
        while (RunEngine.Outstanding(definition, run) is [var next, ..])
        {
            run = RunState.FromJson((JsonObject)JsonNode.Parse(run.ToJson().ToJsonString())!);
            run = RunEngine.Apply(
                definition,
                run,
                new StepCompleted(next.Step, next.Type == ActivityTypes.Gate ? "Allowed" : "Done", new JsonObject())
            );
        }
        run.Status.ShouldBe(RunStatus.Completed);
    }

    [Fact]
    public void Wait_HidesTheStepUntilItIsResumed()
    {
        var definition = Definitions.Gated().Build();
        var run = RunEngine.Start(definition, Order);
        var step = RunEngine.Outstanding(definition, run)[0].Step;
        var due = DateTimeOffset.UnixEpoch.AddDays(1);
        run = RunEngine.Apply(definition, run, new StepWaits(step, new("time", due)));
        RunEngine.Outstanding(definition, run).ShouldBeEmpty();
        RunEngine.DueAt(run).ShouldBe(due);
        RunEngine.Outstanding(definition, RunEngine.Apply(definition, run, new StepResumed(step))).ShouldHaveSingleItem();
    }

    [Fact]
    public void Failure_WithoutFailedPort_FaultsTheRun()
    {
        var definition = Definitions.Gated().Build();
        var run = RunEngine.Start(definition, Order);
        run = RunEngine.Apply(definition, run, new StepFailed(RunEngine.Outstanding(definition, run)[0].Step, "no"));
        run.Status.ShouldBe(RunStatus.Faulted);
        run.Fault.ShouldBe("read: no");
    }

    [Fact]
    public void WaitAll_GoesOnAtTheLastArrival_InAnyOrder() =>
        Prop.ForAll(
                ArbMap.Default.ArbFor<bool>(),
                secondFirst =>
                {
                    var definition = Fork("WaitAll").Build();
                    var run = RunEngine.Start(definition, Order);
                    var steps = RunEngine.Outstanding(definition, run);
                    var (first, last) = secondFirst ? (steps[1], steps[0]) : (steps[0], steps[1]);
                    run = RunEngine.Apply(definition, run, new StepCompleted(first.Step, "Done"));
                    var waits = run.Done.All(step => step.Activity != "join");
                    run = RunEngine.Apply(definition, run, new StepCompleted(last.Step, "Done"));
                    return waits && run.Status == RunStatus.Completed && run.Done.Count(step => step.Activity == "join") == 1;
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void WaitAny_CancelsWhatStillRunsUpstream()
    {
        var definition = Fork("WaitAny").Build();
        var run = RunEngine.Start(definition, Order);
        run = RunEngine.Apply(definition, run, new StepCompleted(RunEngine.Outstanding(definition, run)[0].Step, "Done"));
        run.Status.ShouldBe(RunStatus.Completed);
        run.Done.Select(step => step.Activity).ShouldNotContain("b");
    }

    [Fact]
    public void Loop_BeyondItsBound_Faults()
    {
        var definition = new Flow()
            .Input("orderId")
            .Add("start", ActivityTypes.Start)
            .Add("read", ActivityTypes.Query, Definitions.Query)
            .Add(
                "again",
                ActivityTypes.Decide,
                ("ruleSet", Flow.Literal("table")),
                ("outcomes", Flow.Literal(new[] { "yes", "no" }))
            )
            .Add("end", ActivityTypes.End)
            .Chain("start", "read", "again")
            .Connect("again", "yes", "read")
            .Connect("again", "no", "end")
            .Bound("read", 2)
            .Build();
        var run = RunEngine.Start(definition, Order);
        for (var round = 0; round < 2; round++)
        {
            run = RunEngine.Apply(definition, run, new StepCompleted(RunEngine.Outstanding(definition, run)[0].Step, "Done"));
            run = RunEngine.Apply(definition, run, new StepCompleted(RunEngine.Outstanding(definition, run)[0].Step, "yes"));
        }
        run.Fault.ShouldBe("read: entered more than 2 times.");
    }

    [Fact]
    public void Switch_TakesTheFirstCaseThatHolds_ElseDefault()
    {
        Flow Choice(string input) =>
            new Flow()
                .Input("orderId")
                .Input("flag", "Boolean")
                .Output("taken")
                .Add("start", ActivityTypes.Start)
                .Add(
                    "choose",
                    ActivityTypes.Switch,
                    ("cases", Flow.Composed("""[{"label":"flagged","condition":{"$input":"flag"}}]"""))
                )
                .Add(
                    "one",
                    ActivityTypes.SetOutput,
                    ("outputName", Flow.Literal("taken")),
                    ("outputValue", Flow.Literal("flagged"))
                )
                .Add(
                    "two",
                    ActivityTypes.SetOutput,
                    ("outputName", Flow.Literal("taken")),
                    ("outputValue", Flow.Literal(input))
                )
                .Add("end", ActivityTypes.End)
                .Chain("start", "choose")
                .Connect("choose", "flagged", "one")
                .Connect("choose", "Default", "two")
                .Chain("one", "end")
                .Chain("two", "end");
        var definition = Choice("default").Build();
        ((string?)RunEngine.Start(definition, new Dictionary<string, JsonNode?> { ["flag"] = true }).Outputs["taken"]).ShouldBe(
            "flagged"
        );
        (
            (string?)RunEngine.Start(definition, new Dictionary<string, JsonNode?> { ["flag"] = false }).Outputs["taken"]
        ).ShouldBe("default");
    }

    private static Flow Fork(string mode) =>
        new Flow()
            .Input("orderId")
            .Add("start", ActivityTypes.Start)
            .Add("fork", ActivityTypes.Fork, ("branches", Flow.Literal(new[] { "x", "y" })))
            .Add("a", ActivityTypes.Query, Definitions.Query)
            .Add("b", ActivityTypes.Query, Definitions.Query)
            .Add("join", ActivityTypes.Join, ("mode", Flow.Literal(mode)))
            .Add("end", ActivityTypes.End)
            .Chain("start", "fork")
            .Connect("fork", "x", "a")
            .Connect("fork", "y", "b")
            .Chain("a", "join", "end")
            .Chain("b", "join");
}
