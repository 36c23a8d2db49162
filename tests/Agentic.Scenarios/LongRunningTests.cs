using Agentic.Testing;

namespace Agentic.Scenarios;

/// <summary>A request outlives its process, its timers fire, and who watches it sees each change.</summary>
public sealed class LongRunningTests
{
    [Fact]
    public async Task Restart_InTheMiddle_LosesNothing()
    {
        var app = await AgenticApp.StartAsync();
        var id = await app.SubmitAsync("anna", "Bestellung 10042: die blaue Jacke bitte zurück");
        await app.ConfirmAsync("anna", id);
        await app.WaitForAsync("anna", id, "AwaitingApproval");
        await app.DisposeAsync();
        await using var again = await AgenticApp.StartAsync(folder: app.Folder, time: app.Time);
        await again.ApproveAsync("approver", await again.ApprovalOfAsync(id));
        await again.WaitForAsync("anna", id, "Completed");
        (await again.RefundsAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task TimersFire_ThroughTheSweep()
    {
        await using var app = await AgenticApp.StartAsync();
        var id = await app.SubmitAsync("anna", "Bestellung 10042: die blaue Jacke bitte zurück");
        await app.ConfirmAsync("anna", id);
        await app.WaitForAsync("anna", id, "AwaitingApproval");
        await app.AdvanceTimeAsync(TimeSpan.FromHours(5));
        await app.ExpectNotificationAsync("anna", id, "nicht gehalten");
        await app.AdvanceTimeAsync(TimeSpan.FromDays(30));
        await app.WaitForAsync("anna", id, "HandedOff");
    }

    [Fact]
    public async Task Events_ShowAChangeWithoutAsking()
    {
        await using var app = await AgenticApp.StartAsync();
        var id = await app.SubmitAsync("anna", "Den Gürtel aus 10051 bitte zurück");
        await app.WaitForAsync("anna", id, "AwaitingCustomer");
        using var stream = await (await app.AsAsync("anna")).GetStreamAsync($"/api/requests/{id}/events");
        using var reader = new StreamReader(stream);
        await ReadUntilAsync(reader, "AwaitingCustomer");
        await app.PostAsync("anna", $"/api/requests/{id}/withdrawal");
        await ReadUntilAsync(reader, "\"state\":\"Withdrawn\"");
    }

    private static async Task ReadUntilAsync(StreamReader reader, string text)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        string? line;
        do
        {
            line = await reader.ReadLineAsync(limit.Token);
            line.ShouldNotBeNull($"the stream ended before '{text}'");
        } while (!line.Contains(text, StringComparison.Ordinal));
    }
}
