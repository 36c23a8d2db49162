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
    [InlineData("UPDATE events SET payload = zeroblob(length(payload)) WHERE request_id = @id AND version = 1", "Entry 1 was changed")]
    [InlineData("UPDATE events SET at = at + 1 WHERE request_id = @id AND version = 1", "Entry 1 was changed")]
    [InlineData("DELETE FROM events WHERE request_id = @id AND version = 2", "is missing")]
    [InlineData("DELETE FROM events WHERE request_id = @id AND version = (SELECT max(version) FROM events WHERE request_id = @id)", "were cut off")]
    [InlineData("DELETE FROM events WHERE request_id = @id; DELETE FROM requests WHERE id = @id", "Was deleted after checkpoint")]
    [InlineData("DELETE FROM requests WHERE id = @id", "Its row was deleted")]
    [InlineData("UPDATE requests SET version = version - 1, head = (SELECT hash FROM events WHERE request_id = @id AND events.version = requests.version - 1) WHERE id = @id; DELETE FROM events WHERE request_id = @id AND version > (SELECT version FROM requests WHERE id = @id)", "not signed")]
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
        await using (var connection = new SqliteConnection($"Data Source={Path.Combine(bench.Folder, "store.db")};Pooling=False"))
        {
            await connection.ExecuteAsync(sql, new { id });
        }
        (await verifier.VerifyAsync(default)).Defects.ShouldContain(defect => defect.RequestId == id && defect.Reason.Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Store_HoldsNoPersonalWordsInClear()
    {
        await using (var bench = Workbench.Create())
        {
            await bench.SubmitAsync("Mein Name ist Geheimniskrämer");
            await bench.DisposeAsync();
            foreach (var file in Directory.GetFiles(bench.Folder, "store.db*").Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)))
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
        string id, folder;
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
