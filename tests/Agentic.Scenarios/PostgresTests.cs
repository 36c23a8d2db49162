using System.Net;
using System.Text.Json.Nodes;
using Agentic.Testing;
using Npgsql;

namespace Agentic.Scenarios;

/// <summary>One setting moves the store to PostgreSQL; what holds on SQLite holds there.</summary>
public sealed class PostgresTests
{
    private const string Jacket = "Bestellung 10042: die blaue Jacke bitte zurück";

    [PostgresFact]
    public async Task Story_WithARestartInTheMiddle_PaysOnce_AndTheJournalHolds()
    {
        var (database, folder) = (await PostgresServers.CreateDatabaseAsync(), TestFolder.Create("postgres"));
        string id;
        JsonNode approval;
        ShiftedTime time;
        await using (var first = await StartAsync(database, folder))
        {
            id = await first.SubmitAsync("anna", Jacket);
            await first.ConfirmAsync("anna", id);
            approval = await first.ApprovalOfAsync(id);
            time = first.Time;
        }
        await using var app = await StartAsync(database, folder, time);
        await app.ApproveAsync("approver", approval);
        await app.WaitForAsync("anna", id, "Completed");
        (await app.RefundsAsync()).ShouldBe(1);
        ((JsonArray)(await app.GetAsync("privacy", "/api/audit/verification")).Body!["defects"]!).ShouldBeEmpty();
    }

    [PostgresFact]
    public async Task ConnectionsCut_InTheMiddle_LosesNothing()
    {
        var database = await PostgresServers.CreateDatabaseAsync();
        await using var app = await StartAsync(database, TestFolder.Create("postgres"));
        var id = await app.SubmitAsync("anna", Jacket);
        await app.ConfirmAsync("anna", id);
        var approval = await app.ApprovalOfAsync(id);
        for (var cut = 0; cut < 3; cut++)
        {
            await CutAsync(database);
        }
        // The first calls may meet connections that are gone: 503, and nothing was stored.
        await AgenticApp.EventuallyAsync(
            async () => (await app.PostAsync("anna", "/api/requests", new { text = Jacket, locale = "de" })).Status,
            status => status == HttpStatusCode.Created,
            "the store to take requests again"
        );
        await AgenticApp.EventuallyAsync(
            async () => (await app.GetAsync("approver", $"/api/approvals/{approval["id"]}")).Status,
            status => status == HttpStatusCode.OK,
            "the approval to be read again"
        );
        await app.ApproveAsync("approver", approval);
        await app.WaitForAsync("anna", id, "Completed");
        (await app.RefundsAsync()).ShouldBe(1);
    }

    [PostgresFact]
    public async Task Url_IsNoPathOfAFile() =>
        (
            await Should.ThrowAsync<InvalidOperationException>(() =>
                StartAsync("postgresql://agentic:secret@db/agentic", TestFolder.Create("postgres"))
            )
        ).Message.ShouldNotContain("secret");

    private static async Task CutAsync(string database)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var cut = new NpgsqlCommand(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() "
                + "AND pid <> pg_backend_pid()",
            connection
        );
        await cut.ExecuteNonQueryAsync();
    }

    private static Task<AgenticApp> StartAsync(string database, string folder, ShiftedTime? time = null) =>
        AgenticApp.StartAsync(
            new Dictionary<string, string?> { ["ConnectionStrings:Store"] = database, ["Data:Folder"] = folder },
            folder: folder,
            time: time
        );
}
