using Agentic.Orchestration.Journal;
using Agentic.Testing;
using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Agentic.Orchestration.Tests.Journal;

/// <summary>Somebody with the database file but without the keys cannot change, cut or delete unseen.</summary>
public sealed class TamperTests
{
    [Theory]
    [InlineData(
        "UPDATE events SET payload = zeroblob(length(payload)) WHERE request_id = @id AND version = 1",
        "Entry 1 was changed"
    )]
    [InlineData("UPDATE events SET at = at + 1 WHERE request_id = @id AND version = 1", "Entry 1 was changed")]
    [InlineData("DELETE FROM events WHERE request_id = @id AND version = 2", "is missing")]
    [InlineData(
        "DELETE FROM events WHERE request_id = @id AND version = (SELECT max(version) FROM events WHERE request_id = @id)",
        "were cut off"
    )]
    [InlineData(
        "DELETE FROM events WHERE request_id = @id; DELETE FROM requests WHERE id = @id",
        "Was deleted after checkpoint"
    )]
    [InlineData("DELETE FROM requests WHERE id = @id", "Its row was deleted")]
    [InlineData(
        "UPDATE requests SET version = version - 1, head = (SELECT hash FROM events WHERE request_id = @id AND "
            + "events.version = requests.version - 1) WHERE id = @id; DELETE FROM events WHERE request_id = @id AND "
            + "version > (SELECT version FROM requests WHERE id = @id)",
        "not signed"
    )]
    public async Task Verify_AfterTampering_NamesTheRequest(string sql, string expected)
    {
        var shop = new FakeShop();
        shop.AddOrder("10042", "anna", "249.00");
        await using var bench = Workbench.Create(shop: shop);
        var id = await bench.RunAsync("Bestellung 10042 bitte zurück");
        await bench.SubmitAsync("Noch etwas anderes");
        await bench.Services.GetRequiredService<Checkpointer>().SignAsync(default);
        var verifier = bench.Services.GetRequiredService<JournalVerifier>();
        (await verifier.VerifyAsync(default)).Defects.ShouldBeEmpty();
        await using (
            var connection = new SqliteConnection($"Data Source={Path.Combine(bench.Folder, "store.db")};Pooling=False")
        )
        {
            await connection.ExecuteAsync(sql, new { id });
        }
        (await verifier.VerifyAsync(default)).Defects.ShouldContain(defect =>
            defect.RequestId == id && defect.Reason.Contains(expected, StringComparison.Ordinal)
        );
    }

    /// <summary>
    /// Any change of one row in a table that follows from the journal, or in keys, accounts, absences, suspensions
    /// and workflow texts.
    /// </summary>
    [Theory]
    [InlineData("UPDATE ledger SET status = 'Refused'", "ledger")]
    [InlineData("UPDATE ledger SET live = 0", "ledger")]
    [InlineData("DELETE FROM ledger WHERE key = (SELECT min(key) FROM ledger)", "ledger")]
    [InlineData("UPDATE ledger_targets SET live = 0", "ledger_targets")]
    [InlineData("UPDATE ledger_targets SET target = target || 'x'", "ledger_targets")]
    [InlineData("DELETE FROM ledger_targets", "ledger_targets")]
    [InlineData("UPDATE limits SET value = 1", "limits")]
    [InlineData("UPDATE limits SET currency = 'JPY'", "limits")]
    [InlineData("DELETE FROM limits", "limits")]
    [InlineData("UPDATE approvals SET role = 'agent-desk'", "approvals")]
    [InlineData("UPDATE approvals SET status = 'Open'", "approvals")]
    [InlineData("UPDATE approvals SET deadline = deadline + 1", "approvals")]
    [InlineData("DELETE FROM approvals", "approvals")]
    [InlineData("UPDATE hand_offs SET status = 'closed'", "hand_offs")]
    [InlineData("DELETE FROM hand_offs", "hand_offs")]
    [InlineData("UPDATE runs SET hash = ''", "runs")]
    [InlineData("DELETE FROM runs", "runs")]
    [InlineData("DELETE FROM closures", "closures")]
    [InlineData("UPDATE closures SET assisted = 1 - assisted", "closures")]
    [InlineData("INSERT INTO event_keys SELECT 'RET-1', min(id) FROM requests", "event_keys")]
    [InlineData("DELETE FROM work", "work")]
    [InlineData("UPDATE work SET due_at = due_at + 86400000000", "work")]
    [InlineData("UPDATE requests SET customer_id = 'john'", "Its row was not signed")]
    [InlineData("UPDATE requests SET status = 'Completed' WHERE status <> 'Completed'", "Its row was not signed")]
    [InlineData("UPDATE requests SET key_owner = 'john'", "Its row was not signed")]
    [InlineData("UPDATE requests SET locale = 'fr'", "requests")]
    [InlineData("UPDATE requests SET created_at = created_at + 1", "requests")]
    [InlineData("UPDATE events SET type = 'PlanProposed' WHERE version = 1", "Entry 1 was changed")]
    [InlineData("UPDATE events SET append_id = 'x' WHERE version = 1", "Entry 1 was changed")]
    [InlineData("UPDATE events SET commitment = zeroblob(32) WHERE version = 1", "Entry 1 was changed")]
    [InlineData("UPDATE events SET key_id = 'x' WHERE version = 1", "Entry 1 was changed")]
    [InlineData("UPDATE events SET format = 1", "was changed")]
    [InlineData("DELETE FROM customer_keys", "customer_keys")]
    [InlineData("UPDATE customer_keys SET wrapped = zeroblob(60)", "customer_keys")]
    [InlineData("UPDATE accounts SET roles = 'admin'", "accounts")]
    [InlineData("DELETE FROM accounts", "accounts")]
    [InlineData("UPDATE absences SET deputy = 'desk'", "absences")]
    [InlineData("DELETE FROM absences", "absences")]
    [InlineData("UPDATE suspensions SET suspended = 0", "suspensions")]
    [InlineData("DELETE FROM suspensions", "suspensions")]
    [InlineData("DELETE FROM seals", "its seal was deleted")]
    [InlineData("UPDATE definitions SET source = '{}'", "definitions")]
    [InlineData(
        "INSERT INTO limits (counter, entry, value, at, currency) SELECT 'refunds/anna', id, -100000, 0, 'EUR' FROM "
            + "requests LIMIT 1",
        "limits"
    )]
    [InlineData(
        "INSERT INTO runs SELECT substr(id, 1, 32) || 'x1', request_id, 9, workflow, hash, status, updated_at FROM "
            + "runs LIMIT 1",
        "runs"
    )]
    [InlineData("UPDATE requests SET status = 'Nonsense'", "Its row was not signed")]
    [InlineData("UPDATE requests SET updated_at = 9000000000000000000", "requests")]
    [InlineData("UPDATE ledger SET status = 'Nonsense'", "ledger")]
    [InlineData("UPDATE checkpoints SET heads = 'x'", "signature does not fit")]
    [InlineData("INSERT INTO work SELECT id, 'mine', 0, 0, '' FROM requests LIMIT 1", "work")]
    [InlineData("DELETE FROM checkpoints", "shorter than its anchor")]
    [InlineData("DELETE FROM checkpoints WHERE number = (SELECT max(number) FROM checkpoints)", "shorter than its anchor")]
    [InlineData("UPDATE checkpoints SET root = zeroblob(32)", "signature does not fit")]
    [InlineData("DELETE FROM signing_keys", "signature does not fit")]
    [InlineData("DELETE FROM events; DELETE FROM requests; DELETE FROM checkpoints", "shorter than its anchor")]
    [InlineData("UPDATE requests SET leaf_hash = zeroblob(32)", "Its leaf is not the one")]
    [InlineData(
        "UPDATE requests SET leaf_hash = (SELECT leaf_hash FROM requests WHERE leaf = 1) WHERE leaf = 0",
        "Its leaf is not the one"
    )]
    [InlineData("DELETE FROM checkpoints", "there is no checkpoint any more")]
    public async Task Verify_AfterARowWasChanged_NamesIt(string sql, string expected)
    {
        var shop = new FakeShop();
        shop.AddOrder("10042", "anna", "249.00");
        shop.AddOrder("10051", "anna", "29.00");
        shop.AddOrder("10052", "anna", "249.00");
        await using var bench = Workbench.Create(shop: shop);
        await bench.Store.Accounts.SaveAsync(
            new("kim", "Kim", "kim@example.com", ["approver"], bench.Time.GetUtcNow()),
            default
        );
        await bench.Store.Accounts.SetAbsenceAsync("kim", new("kim", bench.Time.GetUtcNow().AddDays(1), "senior"), default);
        await bench.Store.Suspensions.AddAsync(new("other", true, "ops", "Looks wrong.", bench.Time.GetUtcNow()), default);
        await bench.RunAsync("Bestellung 10051 bitte zurück");
        var approved = await bench.RunAsync("Bestellung 10042 bitte zurück");
        (await bench.DecideAsync(approved, "approver")).ShouldBeNull();
        await bench.ExecuteAsync(approved);
        await bench.RunAsync("Bestellung 10052 bitte zurück");
        await bench.PlanAsync(await bench.SubmitAsync("Ich möchte mit einem Menschen sprechen"));
        await bench.Services.GetRequiredService<Checkpointer>().SignAsync(default);
        var verifier = bench.Services.GetRequiredService<JournalVerifier>();
        (await verifier.VerifyAsync(default)).Defects.ShouldBeEmpty();
        await using (
            var connection = new SqliteConnection($"Data Source={Path.Combine(bench.Folder, "store.db")};Pooling=False")
        )
        {
            (await connection.ExecuteAsync(sql)).ShouldBeGreaterThan(0, "the table has such a row");
        }
        (await verifier.VerifyAsync(default)).Defects.ShouldContain(defect =>
            defect.Reason.Contains(expected, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Store_HoldsNoPersonalWordsInClear()
    {
        await using (var bench = Workbench.Create())
        {
            await bench.SubmitAsync("Mein Name ist Geheimniskrämer");
            await bench.DisposeAsync();
            foreach (
                var file in Directory
                    .GetFiles(bench.Folder, "store.db*")
                    .Where(file => !file.EndsWith(".lock", StringComparison.Ordinal))
            )
            {
                var content = await File.ReadAllBytesAsync(file);
                content.AsSpan().IndexOf("Geheimnis"u8).ShouldBe(-1, file);
            }
        }
    }

    [Fact]
    public async Task Journal_AfterRestart_FoldsToTheSameState()
    {
        var shop = new FakeShop();
        shop.AddOrder("10042", "anna", "249.00");
        string id,
            folder;
        long version;
        await using (var bench = Workbench.Create(shop: shop))
        {
            (id, folder) = (await bench.RunAsync("Bestellung 10042 bitte zurück"), bench.Folder);
            version = (await bench.StateAsync(id)).Version;
        }
        await using var again = Workbench.Create(folder, shop);
        var state = await again.StateAsync(id);
        (state.Version, state.Status).ShouldBe((version, Contracts.RequestStatus.AwaitingApproval));
    }
}
