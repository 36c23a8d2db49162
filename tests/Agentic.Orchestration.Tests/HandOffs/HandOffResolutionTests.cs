using Agentic.Contracts;
using Agentic.Orchestration.HandOffs;
using Agentic.Orchestration.Tests.Requests;
using Agentic.Testing;

namespace Agentic.Orchestration.Tests.HandOffs;

public sealed class HandOffResolutionTests
{
    [Theory]
    [InlineData("asked", true, null, "completed, declined")]
    [InlineData(HandOffTopics.Unclear, false, "k1", "executed, notExecuted")]
    [InlineData(HandOffTopics.NotSettled, false, "k1", "executed, notExecuted")]
    [InlineData(HandOffTopics.Sample, false, null, "right, wrong")]
    [InlineData(HandOffTopics.ReturnedMoney, false, null, "completed")]
    public async Task Outcomes_AreThoseThatFit(string topic, bool takesOver, string? effect, string expected)
    {
        await using var bench = Workbench.Create();
        var handOff = States.HandOff(topic) with { TakesOverRequest = takesOver, EffectKey = effect };
        var state = States.Request(States.Action(ActionStatus.Done)) with { HandOffs = [handOff] };
        string.Join(", ", HandOffResolution.Outcomes(bench.Packs, state, handOff)).ShouldBe(expected);
    }
}
