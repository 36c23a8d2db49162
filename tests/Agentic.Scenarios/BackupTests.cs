using System.Text.Json.Nodes;
using Agentic.Lab;
using Agentic.Testing;
using Microsoft.Extensions.Configuration;

namespace Agentic.Scenarios;

/// <summary>A backup is made while people work, and work goes on from it; what was paid after it is not paid again.</summary>
public sealed class BackupTests
{
    private const string Jacket = "Bestellung 10042: die blaue Jacke bitte zurück";

    private readonly ShiftedTime _time = new(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero));
    private readonly string _folder = TestFolder.Create("backup");

    [Fact]
    public Task Store_IsRestored_AndNothingIsPaidTwice()
    {
        var file = Path.Combine(_folder, "store.db");
        return PlayAsync(
            file,
            () =>
            {
                File.Move(file, file + ".dead");
                File.Delete(file + "-wal");
                File.Delete(file + "-shm");
                return Task.FromResult(file);
            }
        );
    }

    [PostgresFact]
    public async Task Store_IsRestored_AndNothingIsPaidTwice_OnPostgres() =>
        await PlayAsync(await PostgresServers.CreateDatabaseAsync(), PostgresServers.CreateDatabaseAsync);

    /// <param name="store">Where the store is.</param>
    /// <param name="clear">Makes room for the restored one, and says where.</param>
    private async Task PlayAsync(string store, Func<Task<string>> clear)
    {
        var backup = Path.Combine(_folder, "backup.db");
        string paid,
            waiting;
        JsonNode approval;
        await using (var before = await StartAsync(store))
        {
            paid = await before.SubmitAsync("anna", Jacket);
            await before.ConfirmAsync("anna", paid);
            approval = await before.ApprovalOfAsync(paid);
            waiting = await before.SubmitAsync("anna", "Den Gürtel aus 10051 bitte zurück");
            await before.WaitForAsync("anna", waiting, "AwaitingCustomer");
            (await BackupCommand.BackUpAsync(Configure(store), backup, default)).Defects.ShouldBeEmpty();
            await Should.ThrowAsync<InvalidOperationException>(() =>
                BackupCommand.BackUpAsync(Configure(store), backup, default)
            );
            await before.ApproveAsync("approver", approval);
            await before.WaitForAsync("anna", paid, "Completed");
            (await before.RefundsAsync()).ShouldBe(1);
        }
        await Should.ThrowAsync<InvalidOperationException>(() => RestoreAsync(backup, store));
        store = await clear();
        (await RestoreAsync(backup, store)).ShouldBeTrue();
        await using var app = await StartAsync(store);
        // Nobody here remembers the decision, so it is made again; the money moved long ago.
        await app.ApproveAsync("approver", approval);
        await app.QuietAsync(paid);
        (await app.RefundsAsync()).ShouldBe(1);
        await app.ConfirmAsync("anna", waiting);
        await app.WaitForAsync("anna", waiting, "Completed");
        (await app.RefundsAsync()).ShouldBe(2);
        ((JsonArray)(await app.GetAsync("privacy", "/api/audit/verification")).Body!["defects"]!).ShouldBeEmpty();
    }

    private Task<bool> RestoreAsync(string backup, string store) =>
        RestoreCommand.RestoreAsync(backup, Configure(store), "Olga Ops", "the disk died", default);

    private Task<AgenticApp> StartAsync(string store) => AgenticApp.StartAsync(Settings(store), folder: _folder, time: _time);

    private IConfiguration Configure(string store) => new ConfigurationBuilder().AddInMemoryCollection(Settings(store)).Build();

    private Dictionary<string, string?> Settings(string store) =>
        new()
        {
            ["ConnectionStrings:Store"] = store,
            ["Secrets:MasterKey"] = Convert.ToBase64String(new byte[32]),
            ["Journal:AnchorFile"] = Path.Combine(_folder, "anchor"),
        };
}
