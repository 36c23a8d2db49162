using System.Text.Json.Nodes;
using Agentic.Engine.Definitions;
using Agentic.Engine.Runs;
using Agentic.Orchestration.Execution.Activities;

namespace Agentic.Engine.Tests.Histories;

/// <summary>
/// Runs that were recorded once must go the same way with every later engine: waiting runs survive an upgrade.
/// </summary>
public sealed class HistoryTests
{
    public static TheoryData<string> Recorded =>
        [
            .. Directory
                .GetFiles(Path.Combine(AppContext.BaseDirectory, "Histories"), "*.history.json")
                .Select(path => Path.GetFileName(path)),
        ];

    [Theory]
    [MemberData(nameof(Recorded))]
    public void Replay_RecordedHistory_TakesTheSameSteps(string file)
    {
        var history = (JsonObject)JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Histories", file)))!;
        var definition = DefinitionReader
            .Read(file, history["definition"]!.ToJsonString(), WorkflowActivities.Catalogue)
            .Definition!;
        var run = RunEngine.Start(
            definition,
            ((JsonObject)history["inputs"]!).ToDictionary(input => input.Key, input => input.Value?.DeepClone())
        );
        foreach (var happened in ((JsonArray)history["events"]!).Select(entry => entry!))
        {
            RunEngine
                .Outstanding(definition, run)
                .Select(command => $"{command.Step} {command.Activity}")
                .ShouldBe(((JsonArray)happened["outstanding"]!).Select(text => (string?)text));
            run = RunEngine.Apply(
                definition,
                run,
                (string?)happened["kind"] switch
                {
                    "completed" => new StepCompleted(
                        (int)happened["step"]!,
                        (string)happened["outcome"]!,
                        happened["result"]?.DeepClone()
                    ),
                    "waits" => new StepWaits((int)happened["step"]!, new((string)happened["for"]!)),
                    "resumed" => new StepResumed((int)happened["step"]!),
                    _ => new StepFailed((int)happened["step"]!, (string)happened["reason"]!),
                }
            );
        }
        run.Status.ToString().ShouldBe((string?)history["status"]);
        run.Done.Select(step => $"{step.Activity}:{step.Outcome}")
            .ShouldBe(((JsonArray)history["done"]!).Select(text => (string?)text));
    }
}
