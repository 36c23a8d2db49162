using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Agentic.Engine.Canonical;
using Agentic.Orchestration.Api;
using Agentic.Testing;

namespace Agentic.Scenarios;

/// <summary>What /openapi/v1.json says is true, and what the pages were built from.</summary>
public sealed class OpenApiTests(ApiInputTests.Running running) : IClassFixture<ApiInputTests.Running>
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    [Fact]
    public async Task Description_IsTheFile_ThatThePagesTypesAreMadeFrom()
    {
        var document = await ReadAsync();
        // Where this host happens to listen.
        document.Remove("servers");
        var file = Path.Combine(Repository.Root, "src", "Agentic.Web", "openapi.json");
        if (Environment.GetEnvironmentVariable("UPDATE_OPENAPI") == "true")
        {
            await File.WriteAllTextAsync(file, document.ToJsonString(Readable) + "\n");
        }
        JsonDifference
            .Between(JsonNode.Parse(await File.ReadAllTextAsync(file)), document)
            .Select(difference => difference.Path)
            .ShouldBeEmpty("The API has changed: run this test once with UPDATE_OPENAPI=true and read the difference.");
    }

    [Fact]
    public async Task Shapes_FitTheirTypes_AndNoMemberIsNull()
    {
        var shapes = (JsonObject)(await ReadAsync())["components"]!["schemas"]!;
        // Any JSON list: it says nothing of what is in it.
        shapes.Remove("JsonArray").ShouldBeTrue();
        var schemas = Nodes(shapes, isSchema: false).ToArray();
        schemas.Length.ShouldBeGreaterThan(500);
        schemas.Where(schema => schema.ContainsKey("items") && (string?)schema["type"] != "array").ShouldBeEmpty();
        schemas.Where(schema => (string?)schema["type"] == "array" && !schema.ContainsKey("items")).ShouldBeEmpty();
        schemas.Where(schema => schema["type"] is JsonArray { Count: > 1 }).ShouldBeEmpty();
    }

    /// <summary>The description calls a type by its simple name: of two with one name, one would hide the other.</summary>
    [Fact]
    public void NamesOfShapes_AreGivenOnce() =>
        typeof(OrchestrationRoutes)
            .Assembly.GetExportedTypes()
            .Where(type => type.Namespace!.StartsWith("Agentic.Orchestration.Api", StringComparison.Ordinal) && !type.IsNested)
            .GroupBy(type => type.Name)
            .Where(named => named.Count() > 1)
            .Select(named => string.Join(", ", named))
            .ShouldBeEmpty();

    private async Task<JsonObject> ReadAsync() =>
        (JsonObject)(await AgenticApp.ReadAsync(await running.App.Anonymous.GetAsync("/openapi/v1.json"))).Body!;

    /// <summary>Every schema in it; what hangs below <c>properties</c> is a list of names and none itself.</summary>
    private static IEnumerable<JsonObject> Nodes(JsonNode? node, bool isSchema = true) =>
        node switch
        {
            JsonObject members => members
                .SelectMany(member => Nodes(member.Value, !isSchema || member.Key != "properties"))
                .Concat(isSchema ? [members] : []),
            JsonArray items => items.SelectMany(item => Nodes(item)),
            _ => [],
        };
}
