using System.Text.Json.Nodes;
using Agentic.Lab;
using Agentic.Testing;
using Microsoft.Data.Sqlite;

namespace Agentic.Scenarios;

/// <summary>A SQLite store goes on on PostgreSQL, and what was waiting is finished there.</summary>
public sealed class MoveTests
{
    private const string Jacket = "Bestellung 10042: die blaue Jacke bitte zurück";

    [PostgresFact]
    public async Task Store_IsMovedWithAllThatWaits_AndProvesAtBothEnds()
    {
        var (folder, time, database) = (
            TestFolder.Create("move"),
            new ShiftedTime(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero)),
            await PostgresServers.CreateDatabaseAsync()
        );
        var file = Path.Combine(folder, "store.db");
        string id;
        JsonNode approval;
        await using (var before = await AgenticApp.StartAsync(folder: folder, time: time))
        {
            id = await before.SubmitAsync("anna", Jacket);
            await before.ConfirmAsync("anna", id);
            approval = await before.ApprovalOfAsync(id);
            (
                await before.PostAsync("ops", "/api/packs/retail/suspension", new { suspended = true, reason = "a move" })
            ).Status.ShouldBe(System.Net.HttpStatusCode.OK);
            (await MoveAsync(file, database)).ShouldBe(2, "a host works on it");
        }
        (await MoveAsync(file, database)).ShouldBe(0);
        (await MoveAsync(file, database)).ShouldBe(2, "the database is not empty any more");
        await using var app = await AgenticApp.StartAsync(
            new Dictionary<string, string?>
            {
                ["ConnectionStrings:Store"] = database,
                ["Data:Folder"] = folder,
                ["Secrets:MasterKey"] = (await File.ReadAllTextAsync(file + ".dev-key")).Trim(),
                ["Journal:AnchorFile"] = file + ".anchor",
                ["Journal:SigningKeyFile"] = file + ".signing-key",
            },
            folder: folder,
            time: time
        );
        // The kill switch came along, and using it again is sealed anew.
        await app.ApproveAsync("approver", approval);
        await app.QuietAsync(id);
        (await app.RefundsAsync()).ShouldBe(0);
        await app.PostAsync("ops", "/api/packs/retail/suspension", new { suspended = false, reason = "moved" });
        await app.AdvanceTimeAsync(TimeSpan.FromMinutes(10));
        await app.WaitForAsync("anna", id, "Completed");
        (await app.RefundsAsync()).ShouldBe(1);
        ((JsonArray)(await app.GetAsync("privacy", "/api/audit/verification")).Body!["defects"]!).ShouldBeEmpty();
        var verified = VerifyCommand.Make().Parse(["--store", database, "--anchor", file + ".anchor"]);
        Environment.GetEnvironmentVariable("Secrets__MasterKey").ShouldBeNull();
        (await verified.InvokeAsync()).ShouldBe(2, "without the master key nothing is proven");
    }

    [PostgresFact]
    public async Task Store_ThatDoesNotProve_IsNotMoved()
    {
        var (folder, database) = (TestFolder.Create("move"), await PostgresServers.CreateDatabaseAsync());
        var file = Path.Combine(folder, "store.db");
        await using (var app = await AgenticApp.StartAsync(folder: folder))
        {
            await app.QuietAsync(await app.SubmitAsync("anna", Jacket));
        }
        await using (var connection = new SqliteConnection($"Data Source={file};Pooling=false"))
        {
            await connection.OpenAsync();
            await using var change = connection.CreateCommand();
            change.CommandText = "UPDATE requests SET customer_id = 'john'";
            await change.ExecuteNonQueryAsync();
        }
        (await MoveAsync(file, database)).ShouldBe(1);
        await using var empty = Orchestration.Storage.Postgres.PostgresStore.Open(database);
        (await empty.Checkpoints.ListAsync(default)).ShouldBeEmpty();
    }

    private static Task<int> MoveAsync(string file, string database) =>
        MoveCommand.Make().Parse(["--store", file, "--to", database]).InvokeAsync();
}
