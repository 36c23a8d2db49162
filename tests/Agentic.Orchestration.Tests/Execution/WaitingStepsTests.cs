using System.Text.Json.Nodes;
using Agentic.Contracts;
using Agentic.Testing;

namespace Agentic.Orchestration.Tests.Execution;

/// <summary>
/// A workflow that waits for time, the customer and an employee between its gate and its effects, over a restart.
/// </summary>
public sealed class WaitingStepsTests
{
    [Fact]
    public async Task DelayQuestionJoinAndHumanTask_AreWaitedFor_AndSurviveARestart()
    {
        var packs = Pack();
        var bench = Workbench.Create(packs: packs);
        bench.Shop.AddOrder("10042", "anna", "49.00");
        var id = await bench.RunAsync("Bestellung 10042 bitte zurück");
        var state = await bench.StateAsync(id);
        (state.Status, state.Question?.Ordinal).ShouldBe((RequestStatus.AwaitingCustomer, 1));
        await bench.DisposeAsync();

        await using var again = Workbench.Create(bench.Folder, bench.Shop, bench.Time, packs: packs);
        await again.WriteAsync(state, "Sie ist ungetragen.");
        await again.ExecuteAsync(id);
        again.Shop.Books.ShouldBeEmpty("the delay is not over");
        again.Time.Advance(TimeSpan.FromMinutes(61));
        (await again.Store.WakeUps.ListDueAsync(again.Time.GetUtcNow(), 10, default)).ShouldHaveSingleItem();
        await again.ExecuteAsync(id);
        var task = (await again.StateAsync(id)).HandOffs.ShouldHaveSingleItem();
        (task.Topic, task.TakesOverRequest).ShouldBe(("warehouse", false));
        again.Shop.Books.ShouldBeEmpty("nobody has looked at it");
        var answer = again.Resolve(await again.StateAsync(id), task, new("completed", "Seen it.")).Refusal.ShouldNotBeNull();
        (answer.FieldName(), answer.Detail.Contains("arrived", StringComparison.Ordinal)).ShouldBe(("outcome", true));
        await again.Journal.UpdateAsync(
            id,
            current => again.Resolve(current, current.HandOffs[0], new("arrived", "Seen it.")).Events,
            default
        );
        (await again.Store.WakeUps.ListDueAsync(again.Time.GetUtcNow(), 10, default)).ShouldHaveSingleItem();
        await again.ExecuteAsync(id);
        (await again.StateAsync(id)).Status.ShouldBe(RequestStatus.Completed);
        (again.Shop.Executed("openReturn"), again.Shop.Executed("refund")).ShouldBe((1, 1));
    }

    /// <summary>The retail pack with steps between gate and effects.</summary>
    private static string Pack()
    {
        var folder = TestFolder.Create("packs");
        var retail = Path.Combine(AppContext.BaseDirectory, "workflows", "retail");
        Directory.CreateDirectory(Path.Combine(folder, "retail"));
        foreach (var file in Directory.GetFiles(retail))
        {
            File.Copy(file, Path.Combine(folder, "retail", Path.GetFileName(file)));
        }
        var path = Path.Combine(folder, "retail", "return_items.json");
        var definition = (JsonObject)JsonNode.Parse(File.ReadAllText(path))!;
        var (activities, connections) = (
            (JsonArray)definition["root"]!["activities"]!,
            (JsonArray)definition["root"]!["connections"]!
        );
        Add("both", "Elsa.FlowFork", ("branches", Literal(new JsonArray("wait", "ask"))));
        Add("cool", "Elsa.Delay", ("timeSpan", Literal("1h")));
        Add("worn", "Agentic.Ask", ("text", Literal("plan.rejected")));
        Add("joined", "Elsa.FlowJoin", ("mode", Literal("WaitAll")));
        Add(
            "look",
            "Agentic.HumanTask",
            ("topic", Literal("warehouse")),
            ("text", Literal("request.completed")),
            ("outcomes", Literal(new JsonArray("arrived", "missing")))
        );
        foreach (
            var connection in connections.Where(connection => (string?)connection!["source"]!["port"] == "Allowed").ToArray()
        )
        {
            connections.Remove(connection);
        }
        foreach (
            var (source, port, target) in new[]
            {
                ("mayReturn", "Allowed", "both"),
                ("both", "wait", "cool"),
                ("both", "ask", "worn"),
                ("cool", "Done", "joined"),
                ("worn", "Done", "joined"),
                ("joined", "Done", "look"),
                ("look", "arrived", "openReturn"),
                ("look", "missing", "notArrived"),
            }
        )
        {
            connections.Add(
                new JsonObject
                {
                    ["source"] = new JsonObject { ["activity"] = source, ["port"] = port },
                    ["target"] = new JsonObject { ["activity"] = target, ["port"] = "In" },
                }
            );
        }
        File.WriteAllText(path, definition.ToJsonString());
        return folder;

        void Add(string id, string type, params (string Name, JsonNode Value)[] inputs) =>
            activities.Add(
                new JsonObject(
                    inputs
                        .Select(input => KeyValuePair.Create(input.Name, (JsonNode?)input.Value))
                        .Prepend(KeyValuePair.Create("type", (JsonNode?)type))
                        .Prepend(KeyValuePair.Create("id", (JsonNode?)id))
                )
            );
    }

    private static JsonObject Literal(JsonNode value) =>
        new()
        {
            ["typeName"] = "Object",
            ["expression"] = new JsonObject { ["type"] = "Literal", ["value"] = value },
        };
}
