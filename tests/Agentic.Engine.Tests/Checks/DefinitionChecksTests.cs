using Agentic.Engine.Definitions;

namespace Agentic.Engine.Tests.Checks;

public sealed class DefinitionChecksTests
{
    [Fact]
    public void Check_SoundDefinition_HasNoProblems() => Definitions.Problems(Definitions.Gated()).ShouldBeEmpty();

    [Fact]
    public void Check_PathAroundTheGate_NamesThePath()
    {
        var flow = Definitions
            .Gated()
            .Add("fork", ActivityTypes.Switch, ("cases", Flow.Composed("""[{"label":"shortcut","condition":true}]""")))
            .Connect("fork", "shortcut", "refund")
            .Connect("fork", "Default", "no")
            .Connect("read", "Done", "fork");
        Definitions
            .Problems(flow)
            .ShouldContain(problem =>
                problem.Contains(
                    "without the Allowed port of its gate 'gate': start → read → fork → refund",
                    StringComparison.Ordinal
                )
            );
    }

    [Fact]
    public void Check_EffectBehindDenied_IsRefused()
    {
        var flow = Definitions
            .Gated()
            .Add("other", ActivityTypes.Effect, Definitions.Refund("gate"))
            .Connect("gate", "Denied", "other")
            .Chain("other", "end");
        Definitions
            .Problems(flow)
            .ShouldContain(problem =>
                problem.Contains("test.json: other: Can be reached without the Allowed port", StringComparison.Ordinal)
            );
    }

    [Fact]
    public void Check_EffectWithoutKnownGate_IsRefused() =>
        Definitions
            .Problems(
                Definitions
                    .Gated()
                    .Add("other", ActivityTypes.Effect, Definitions.Refund("nowhere"))
                    .Chain("refund", "other", "end")
            )
            .ShouldContain(problem => problem.Contains("'gate' must name an Agentic.Gate", StringComparison.Ordinal));

    [Fact]
    public void Check_CompensableAfterIrreversible_IsRefused()
    {
        var flow = new Flow()
            .Input("orderId")
            .Add("start", ActivityTypes.Start)
            .Add("gate", ActivityTypes.Gate, Definitions.Rules)
            .Add("refund", ActivityTypes.Effect, Definitions.Refund("gate"))
            .Add("open", ActivityTypes.Effect, Definitions.Open("gate"))
            .Add("end", ActivityTypes.End)
            .Chain("start", "gate")
            .Connect("gate", "Allowed", "refund")
            .Connect("gate", "Denied", "end")
            .Chain("refund", "open", "end");
        Definitions
            .Problems(flow)
            .ShouldContain(problem =>
                problem.Contains("Can fail after 'refund', which cannot be taken back", StringComparison.Ordinal)
            );
    }

    [Fact]
    public void Check_VariableWrittenAfterTheGate_MayNotFeedTheEffect()
    {
        var read = Definitions
            .Query.Append(
                (
                    "result",
                    new System.Text.Json.Nodes.JsonObject
                    {
                        ["typeName"] = "Object",
                        ["memoryReference"] = new System.Text.Json.Nodes.JsonObject { ["id"] = "v-order" },
                    }
                )
            )
            .ToArray();
        var late = Definitions
            .Refund("gate")
            .Where(input => input.Item1 != "arguments")
            .Append(("arguments", Flow.Composed("""{"orderId":{"$variable":"order","path":"status"}}""")))
            .ToArray();
        var flow = new Flow()
            .Input("orderId")
            .Variable("order")
            .Add("start", ActivityTypes.Start)
            .Add("gate", ActivityTypes.Gate, Definitions.Rules)
            .Add("late", ActivityTypes.Query, read)
            .Add("refund", ActivityTypes.Effect, late)
            .Add("end", ActivityTypes.End)
            .Chain("start", "gate")
            .Connect("gate", "Allowed", "late")
            .Connect("gate", "Denied", "end")
            .Chain("late", "refund", "end");
        Definitions
            .Problems(flow)
            .ShouldContain(problem => problem.Contains("which 'late' writes after the gate", StringComparison.Ordinal));
    }

    [Fact]
    public void Check_UnconnectedOutcomeAndUnreachableActivity_AreBothTold()
    {
        var problems = Definitions.Problems(
            new Flow()
                .Input("orderId")
                .Add("start", ActivityTypes.Start)
                .Add("read", ActivityTypes.Query, Definitions.Query)
                .Add("lonely", ActivityTypes.End)
                .Chain("start", "read")
        );
        problems.ShouldContain(problem => problem.Contains("read: The outcome 'Done' leads nowhere", StringComparison.Ordinal));
        problems.ShouldContain(problem => problem.Contains("lonely: Cannot be reached", StringComparison.Ordinal));
    }

    [Fact]
    public void Check_LoopWithoutBound_IsRefused_WithBoundIsNot()
    {
        Flow Loop() =>
            new Flow()
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
                .Connect("again", "no", "end");
        Definitions
            .Problems(Loop())
            .ShouldContain(problem => problem.Contains("loop without a bound", StringComparison.Ordinal));
        Definitions.Problems(Loop().Bound("read", 3)).ShouldBeEmpty();
    }

    [Fact]
    public void Check_BranchesThatMeetWithoutJoin_AreRefused()
    {
        var meeting = new Flow()
            .Input("orderId")
            .Add("start", ActivityTypes.Start)
            .Add("a", ActivityTypes.Query, Definitions.Query)
            .Add("b", ActivityTypes.Query, Definitions.Query)
            .Add("c", ActivityTypes.Query, Definitions.Query)
            .Add("end", ActivityTypes.End)
            .Chain("start", "a", "c", "end")
            .Chain("start", "b", "c");
        Definitions
            .Problems(meeting)
            .ShouldContain(problem => problem.Contains("c: Parallel branches of 'start' meet here", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("WaitAll")]
    [InlineData("WaitAny")]
    public void Check_ExplicitJoin_IsFine(string mode) => Definitions.Problems(Parallel(mode)).ShouldBeEmpty();

    [Fact]
    public void Check_JoinWithoutWrittenMode_IsRefused() =>
        Definitions
            .Problems(Parallel("Stream"))
            .ShouldContain(problem => problem.Contains("Write the join's mode out", StringComparison.Ordinal));

    [Theory]
    [InlineData("shop.nothing", "No connector has the operation 'shop.nothing'")]
    [InlineData("shop.refund", "it needs an Agentic.Effect behind a gate")]
    public void Check_WrongOperation_IsRefused(string operation, string expected)
    {
        var parts = operation.Split('.');
        var flow = new Flow()
            .Input("orderId")
            .Add("start", ActivityTypes.Start)
            .Add("read", ActivityTypes.Query, ("connector", Flow.Literal(parts[0])), ("operation", Flow.Literal(parts[1])))
            .Add("end", ActivityTypes.End)
            .Chain("start", "read", "end");
        Definitions.Problems(flow).ShouldContain(problem => problem.Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public void Check_WrongArgumentType_NamesBoth()
    {
        var flow = new Flow()
            .Input("orderId", "Int32")
            .Add("start", ActivityTypes.Start)
            .Add("read", ActivityTypes.Query, Definitions.Query)
            .Add("end", ActivityTypes.End)
            .Chain("start", "read", "end");
        Definitions
            .Problems(flow)
            .ShouldContain(problem =>
                problem.Contains("Argument 'orderId' of 'shop.order' is String, but is given Int32", StringComparison.Ordinal)
            );
    }

    [Fact]
    public void Check_MissingText_IsRefused()
    {
        var flow = new Flow()
            .Add("start", ActivityTypes.Start)
            .Add("tell", "Agentic.Notify", ("text", Flow.Literal("nowhere")))
            .Add("end", ActivityTypes.End)
            .Chain("start", "tell", "end");
        Definitions
            .Problems(flow)
            .ShouldContain(problem => problem.Contains("The text 'nowhere' is missing", StringComparison.Ordinal));
    }

    private static Flow Parallel(string mode) =>
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
