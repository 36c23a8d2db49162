using System.Text.Json.Nodes;
using Agentic.Engine.Definitions;
using Agentic.Orchestration.Execution.Activities;

namespace Agentic.Engine.Tests;

public sealed class DefinitionReaderTests
{
    [Theory]
    [InlineData("{", "Not valid JSON")]
    [InlineData("[]", "must hold a JSON object")]
    [InlineData(
        """{"definitionId":"x","name":"x","version":0,"root":{"type":"Elsa.Flowchart","activities":[]}}""",
        "whole number from 1"
    )]
    [InlineData("""{"definitionId":"x","name":"x","version":1,"root":{"type":"Elsa.Sequence"}}""", "Must be an Elsa.Flowchart")]
    public void Read_BrokenFile_SaysWhy(string json, string expected) =>
        DefinitionReader
            .Read("x.json", json, WorkflowActivities.Catalogue)
            .Problems.ShouldContain(problem => problem.Reason.Contains(expected, StringComparison.Ordinal));

    [Fact]
    public void Read_UnknownActivity_NamesItsPath() =>
        new Flow()
            .Add("a", "Elsa.RunJavaScript")
            .Read()
            .Problems.ShouldContain(problem =>
                problem.At == "a"
                && problem.Reason.Contains(
                    "root.activities[0]: activity type 'Elsa.RunJavaScript' is not supported",
                    StringComparison.Ordinal
                )
            );

    [Theory]
    [InlineData("JavaScript", "\"1+1\"", "expression type 'JavaScript' is not supported")]
    [InlineData("Input", "\"orderId\"", "a bare name becomes null in Elsa")]
    [InlineData("Variable", "\"order\"", "a bare name becomes null in Elsa")]
    [InlineData(
        "Variable",
        """{"id":"v-x","name":"x","typeName":"Object"}""",
        "reads a variable id 'v-x' that is not declared"
    )]
    public void Read_UnsupportedExpression_IsRefused(string type, string value, string expected)
    {
        var input = new JsonObject
        {
            ["typeName"] = "String",
            ["expression"] = new JsonObject { ["type"] = type, ["value"] = JsonNode.Parse(value) },
        };
        new Flow()
            .Add("a", "Agentic.Notify", ("text", input))
            .Read()
            .Problems.ShouldContain(problem => problem.Reason.Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public void Read_SeveralProblems_TellsAllAtOnce() =>
        new Flow()
            .Add("a", "Nonsense")
            .Add("b", "Agentic.Notify", ("colour", Flow.Literal("red")))
            .Connect("b", "Nowhere", "c")
            .Read()
            .Problems.Count.ShouldBeGreaterThanOrEqualTo(4);

    [Fact]
    public void Read_MovedBoxInTheDesigner_KeepsTheHash()
    {
        var json = (JsonObject)JsonNode.Parse(Definitions.Gated().Json())!;
        var before = DefinitionReader.Read("x.json", json.ToJsonString(), WorkflowActivities.Catalogue).Definition!.Hash;
        json["root"]!["activities"]![0]!["metadata"] = new JsonObject
        {
            ["designer"] = new JsonObject { ["position"] = new JsonObject { ["x"] = 17.5 } },
        };
        DefinitionReader.Read("x.json", json.ToJsonString(), WorkflowActivities.Catalogue).Definition!.Hash.ShouldBe(before);
        json["root"]!["activities"]![1]!["operation"] = Flow.Literal("other");
        DefinitionReader.Read("x.json", json.ToJsonString(), WorkflowActivities.Catalogue).Definition!.Hash.ShouldNotBe(before);
    }

    [Fact]
    public void Read_Sequence_BecomesConnections()
    {
        var inner = new JsonArray(
            new JsonObject
            {
                ["id"] = "one",
                ["type"] = "Agentic.Notify",
                ["text"] = Flow.Literal("hello"),
            },
            new JsonObject
            {
                ["id"] = "two",
                ["type"] = "Agentic.Notify",
                ["text"] = Flow.Literal("hello"),
            }
        );
        var json = (JsonObject)
            JsonNode.Parse(new Flow().Add("start", ActivityTypes.Start).Add("end", ActivityTypes.End).Json())!;
        ((JsonArray)json["root"]!["activities"]!).Add(
            new JsonObject
            {
                ["id"] = "both",
                ["type"] = ActivityTypes.Sequence,
                ["activities"] = inner,
            }
        );
        json["root"]!["connections"] = JsonNode.Parse(
            """
            [{"source":{"activity":"start"},"target":{"activity":"both"}},
             {"source":{"activity":"both"},"target":{"activity":"end"}}]
            """
        );
        var definition = DefinitionReader.Read("x.json", json.ToJsonString(), WorkflowActivities.Catalogue).Definition!;
        definition.Connections.ShouldBe([new("one", "Done", "two"), new("start", "Done", "one"), new("two", "Done", "end")]);
    }
}
