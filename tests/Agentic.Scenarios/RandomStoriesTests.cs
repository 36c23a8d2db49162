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
    public Task EveryNumberTold_IsTrue_AndNobodyIsLeftAlone(int seed) =>
        PlayAsync(seed, Stories, StoryWorld.Settings(Stories), hosts: 1);

    /// <summary>Each call goes to another host than the one before.</summary>
    [PostgresFact]
    public async Task EveryNumberTold_IsTrue_WhicheverHostIsAsked()
    {
        const int stories = Stories / 2;
        var settings = StoryWorld.Settings(stories);
        settings["ConnectionStrings:Store"] = await PostgresServers.CreateDatabaseAsync();
        await PlayAsync(seed: 4, stories, settings, hosts: 2);
    }

    private async Task PlayAsync(int seed, int stories, Dictionary<string, string?> settings, int hosts)
    {
        var folder = TestFolder.Create("stories");
        await using var app = await AgenticApp.StartAsync(
            settings,
            folder: folder,
            world: StoryWorld.Write(folder, stories),
            hosts: hosts
        );
        // In every second world the bank tells later what became of a refund.
        (
            await app.Shop.PutAsJsonAsync("/admin/mode", new { settlement = seed % 2 == 0 ? "events" : "immediate" })
        ).EnsureSuccessStatusCode();
        var (findings, endings, compared) = (new List<string>(), new List<string>(), 0);
        for (var number = 0; number < stories; number++)
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
            $"{stories} stories of {Steps} steps (seed {seed}), {compared} statements compared; "
                + $"{string.Join(", ", ended)}; the books hold {(await app.LedgerAsync()).Count} lines."
        );
        var proof = (await app.GetAsync("privacy", "/api/audit/verification")).Body!;
        ((System.Text.Json.Nodes.JsonArray)proof["defects"]!).ShouldBeEmpty();
        findings.Count.ShouldBe(0, string.Join('\n', findings.Prepend($"{findings.Count} findings").Take(20)));
    }
}
