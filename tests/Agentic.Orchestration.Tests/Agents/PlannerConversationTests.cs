using System.Text.Json;
using System.Text.Json.Nodes;
using Agentic.Orchestration.Agents;
using Microsoft.Extensions.AI;

namespace Agentic.Orchestration.Tests.Agents;

public sealed class PlannerConversationTests
{
    [Theory]
    [InlineData(3, true)]
    [InlineData(31, true)]
    [InlineData(40, false)]
    [InlineData(64, false)]
    [InlineData(90, false)]
    public void ArgumentsThatAreTooDeep_AreNamedInstead(int depth, bool isKept)
    {
        var json = string.Concat(Enumerable.Repeat("""{"a":""", depth)) + "1" + new string('}', depth);
        using var document = JsonDocument.Parse(json, new() { MaxDepth = 100 });
        var call = new FunctionCallContent("c1", "cancel", new Dictionary<string, object?> { ["x"] = document.RootElement });
        var reply = PlannerConversation.Reply([new(ChatRole.Assistant, [call])], name => name);
        var arguments = (JsonObject)reply["calls"]![0]!["arguments"]!;
        arguments.ContainsKey("x").ShouldBe(isKept);
        arguments.ContainsKey("tooDeep").ShouldBe(!isKept);
    }
}
