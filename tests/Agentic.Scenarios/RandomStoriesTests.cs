using System.Net.Http.Json;
using Agentic.Testing;
using Agentic.Testing.Stories;
using Xunit.Abstractions;

namespace Agentic.Scenarios;

/// <summary>What was agreed is what happens and what is told, in stories that nobody wrote.</summary>
public sealed class RandomStoriesTests(ITestOutputHelper output)
{
    private const int Stories = 44,
        Steps = 14;

    /// <summary>AGENTIC_TEST_STORY_SEEDS names others, such as <c>4,5,6</c>.</summary>
    public static TheoryData<int> Seeds =>
        [.. (Environment.GetEnvironmentVariable("AGENTIC_TEST_STORY_SEEDS") ?? "1,2,3").Split(',').Select(int.Parse)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task EveryNumberTold_IsTrue_AndNobodyIsLeftAlone(int seed)
    {
        var folder = TestFolder.Create("stories");
        await using var app = await AgenticApp.StartAsync(
            StoryWorld.Settings(Stories),
            folder: folder,
            world: StoryWorld.Write(folder, Stories)
        );
        // In every second world the bank tells later what became of a refund.
        (
            await app.Shop.PutAsJsonAsync("/admin/mode", new { settlement = seed % 2 == 0 ? "events" : "immediate" })
        ).EnsureSuccessStatusCode();
        var (findings, endings, compared) = (new List<string>(), new List<string>(), 0);
        for (var number = 0; number < Stories; number++)
        {
            await app.SetFaultsAsync();
            var story = await Story.BeginAsync(app, number, seed);
            await story.PlayAsync(Steps);
            findings.AddRange(story.Judge.Findings);
            endings.Add((string)(await app.GetAsync(story.Customer, $"/api/requests/{story.Id}")).Body!["state"]!);
            compared += story.Judge.Compared;
        }
        var ended = endings.CountBy(ending => ending).Select(ending => $"{ending.Value} {ending.Key}");
        output.WriteLine(
            $"{Stories} stories of {Steps} steps (seed {seed}), {compared} statements compared; "
                + $"{string.Join(", ", ended)}; the books hold {(await app.LedgerAsync()).Count} lines."
        );
        var proof = (await app.GetAsync("privacy", "/api/audit/verification")).Body!;
        ((System.Text.Json.Nodes.JsonArray)proof["defects"]!).ShouldBeEmpty();
        findings.Count.ShouldBe(0, string.Join('\n', findings.Prepend($"{findings.Count} findings").Take(20)));
    }
}
