using Agentic.Orchestration.Journal;
using Agentic.Testing;
using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Agentic.Orchestration.Tests.Journal;

/// <summary>
/// Outside the store stands what it once was: a store that became shorter neither starts silently nor verifies.
/// </summary>
public sealed class AnchorTests
{
    [Fact]
    public async Task OlderCopyOfTheStore_DoesNotStart_UntilAnOperatorAcceptsIt()
    {
        var folder = TestFolder.Create("anchor");
        var (store, copy) = (Path.Combine(folder, "store.db"), Path.Combine(folder, "copy.db"));
        await RunAsync(folder, "Erstes Anliegen");
        File.Copy(store, copy);
        await RunAsync(folder, "Zweites Anliegen");
        File.Copy(copy, store, overwrite: true);
        foreach (var rest in new[] { store + "-wal", store + "-shm" })
        {
            File.Delete(rest);
        }

        await using (var refused = Workbench.Create(folder))
        {
            var why = await Should.ThrowAsync<InvalidOperationException>(() =>
                refused.Services.GetRequiredService<Checkpointer>().StartAsync(default)
            );
            why.Message.ShouldContain("shorter than its anchor");
            why.Message.ShouldContain("Journal__AcceptStoreAt=1");
            (await refused.Services.GetRequiredService<JournalVerifier>().VerifyAsync(default)).Defects.ShouldContain(defect =>
                defect.Reason.Contains("checkpoint 2", StringComparison.Ordinal)
            );
        }
        Environment.SetEnvironmentVariable("Journal__AcceptStoreAt", "1");
        try
        {
            await using var accepted = Workbench.Create(folder);
            var checkpointer = accepted.Services.GetRequiredService<Checkpointer>();
            await checkpointer.StartAsync(default);
            await accepted.SubmitAsync("Drittes Anliegen");
            await checkpointer.StopAsync(default);
            (await accepted.Services.GetRequiredService<JournalVerifier>().VerifyAsync(default)).Defects.ShouldBeEmpty();
        }
        finally
        {
            Environment.SetEnvironmentVariable("Journal__AcceptStoreAt", null);
        }
    }

    [Fact]
    public async Task NewSigningKey_OldCheckpointsStillVerify()
    {
        var folder = TestFolder.Create("anchor");
        await RunAsync(folder, "Erstes Anliegen");
        var file = Path.Combine(folder, "store.db.signing-key");
        var before = await File.ReadAllTextAsync(file);
        File.Move(file, file + ".old");
        await RunAsync(folder, "Zweites Anliegen");
        (await File.ReadAllTextAsync(file)).ShouldNotBe(before);
        await using var bench = Workbench.Create(folder);
        (await bench.Store.Checkpoints.ListSigningKeysAsync(default)).Count.ShouldBe(2);
        var verification = await bench.Services.GetRequiredService<JournalVerifier>().VerifyAsync(default);
        (verification.Checkpoints, verification.Defects.Count).ShouldBe((2, 0));
    }

    [Fact]
    public async Task AnchorThatACrashCutOrLeftBehind_IsCaughtUpWith()
    {
        var folder = TestFolder.Create("anchor");
        await RunAsync(folder, "Erstes Anliegen");
        await RunAsync(folder, "Zweites Anliegen");
        var anchor = Path.Combine(folder, "store.db.anchor");
        var whole = await File.ReadAllTextAsync(anchor);
        var second = whole.IndexOf("checkpoint 2", StringComparison.Ordinal);
        await File.WriteAllTextAsync(anchor, whole[..(second + 20)]);
        await RunAsync(folder, "Drittes Anliegen");
        (await File.ReadAllTextAsync(anchor)).ShouldStartWith(whole);
        await using var bench = Workbench.Create(folder);
        (await bench.Services.GetRequiredService<JournalVerifier>().VerifyAsync(default)).Defects.ShouldBeEmpty();
    }

    /// <summary>
    /// Whatever is written and signed later, a table that was changed or set back in between never looks whole again.
    /// </summary>
    [Theory]
    [InlineData("DELETE FROM seals; UPDATE accounts SET roles = 'admin'", "accounts: its seal was deleted")]
    [InlineData("UPDATE accounts SET roles = 'admin'", "accounts: the table was changed")]
    [InlineData("back", "accounts: the table was set back")]
    public async Task TableChangedBetweenTwoRuns_IsFoundAlsoAfterLaterWrites(string sql, string expected)
    {
        var folder = TestFolder.Create("anchor");
        async Task SignInAsync(string user)
        {
            await using var bench = Workbench.Create(folder);
            var checkpointer = bench.Services.GetRequiredService<Checkpointer>();
            await checkpointer.StartAsync(default);
            await bench.Store.Accounts.SaveAsync(
                new(user, user, $"{user}@example.com", ["approver"], bench.Time.GetUtcNow()),
                default
            );
            await bench.SubmitAsync("Ein Anliegen");
            await checkpointer.StopAsync(default);
        }
        await SignInAsync("kim");
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "store.db")};Pooling=False");
        var (accounts, seal) = (
            connection.Query<string>("SELECT roles FROM accounts").Single(),
            connection.QuerySingle<(long Writes, byte[] Mac)>("SELECT writes, mac FROM seals WHERE name = 'accounts'")
        );
        await SignInAsync("lee");
        await connection.ExecuteAsync(
            sql == "back"
                ? "DELETE FROM accounts WHERE user = 'lee'; UPDATE seals SET writes = @Writes, mac = @Mac WHERE "
                    + "name = 'accounts'"
                : sql,
            new { seal.Writes, seal.Mac }
        );
        accounts.ShouldBe("approver");
        await SignInAsync("max");
        await SignInAsync("zoe");
        await using var after = Workbench.Create(folder);
        (await after.Services.GetRequiredService<JournalVerifier>().VerifyAsync(default)).Defects.ShouldContain(defect =>
            defect.Reason.StartsWith(expected, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task DeletedRequest_KeepsNothingFromBeingSigned_AndIsNamed()
    {
        var folder = TestFolder.Create("anchor");
        await RunAsync(folder, "Erstes Anliegen");
        await RunAsync(folder, "Zweites Anliegen");
        await using (var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "store.db")};Pooling=False"))
        {
            await connection.ExecuteAsync(
                "DELETE FROM events WHERE request_id = (SELECT min(id) FROM requests); DELETE FROM requests WHERE "
                    + "id = (SELECT min(id) FROM requests)"
            );
        }
        await RunAsync(folder, "Drittes Anliegen");
        await using var bench = Workbench.Create(folder);
        var verification = await bench.Services.GetRequiredService<JournalVerifier>().VerifyAsync(default);
        verification.Checkpoints.ShouldBe(3);
        verification.Defects.ShouldContain(defect =>
            defect.Reason.StartsWith("Was deleted after checkpoint", StringComparison.Ordinal)
        );
        verification.Defects.ShouldNotContain(defect => defect.Reason.Contains("its root", StringComparison.Ordinal));
    }

    [Fact]
    public async Task DeletedAnchor_IsADefect_AndAStoreWithAHistoryDoesNotStart()
    {
        var folder = TestFolder.Create("anchor");
        await RunAsync(folder, "Erstes Anliegen");
        await RunAsync(folder, "Zweites Anliegen");
        File.Delete(Path.Combine(folder, "store.db.anchor"));
        await using var bench = Workbench.Create(folder);
        (
            await Should.ThrowAsync<InvalidOperationException>(() =>
                bench.Services.GetRequiredService<Checkpointer>().StartAsync(default)
            )
        ).Message.ShouldContain("is missing");
        (await bench.Services.GetRequiredService<JournalVerifier>().VerifyAsync(default))
            .Defects.ShouldHaveSingleItem()
            .Reason.ShouldContain("is missing");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void MerkleTree_AfterRandomChanges_HasTheRootOfItsLeaves(int seed)
    {
        var random = new Random(seed);
        var tree = new MerkleTree();
        var leaves = new List<byte[]>();
        for (var step = 0; step < 500; step++)
        {
            var index = random.Next(3) == 0 && leaves.Count > 0 ? random.Next(leaves.Count) : leaves.Count;
            var leaf = MerkleTree.HashLeaf(BitConverter.GetBytes(random.Next()));
            if (index == leaves.Count)
            {
                leaves.Add(leaf);
            }
            leaves[index] = leaf;
            tree.Set(index, leaf);
            tree.Root.ShouldBe(Root(leaves));
        }

        // RFC 6962: the left half is the largest power of two below the count.
        static byte[] Root(List<byte[]> leaves)
        {
            if (leaves.Count == 1)
            {
                return leaves[0];
            }
            var half = 1 << (int)Math.Floor(Math.Log2(leaves.Count - 1));
            return System.Security.Cryptography.SHA256.HashData([1, .. Root(leaves[..half]), .. Root(leaves[half..])]);
        }
    }

    /// <summary>A host that takes one request and stops in order.</summary>
    private static async Task RunAsync(string folder, string text)
    {
        await using var bench = Workbench.Create(folder);
        var checkpointer = bench.Services.GetRequiredService<Checkpointer>();
        await checkpointer.StartAsync(default);
        await bench.SubmitAsync(text);
        await checkpointer.StopAsync(default);
    }
}
