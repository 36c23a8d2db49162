using Agentic.Orchestration.Storage;
using Agentic.Orchestration.Storage.Sql;
using Agentic.Orchestration.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace Agentic.Orchestration.Tests.Storage;

public sealed class SqliteStoreTests : IAsyncLifetime
{
    private readonly SqliteOpener _opener = new();
    private IStore _store = null!;

    public async Task InitializeAsync() => _store = await _opener.OpenAsync();

    public async Task DisposeAsync() => await _store.DisposeAsync();

    [Fact]
    public async Task Open_SecondTime_NamesTheHolder() =>
        (await Should.ThrowAsync<InvalidOperationException>(_opener.OpenAsync)).Message.ShouldContain(
            $"in use by process {Environment.ProcessId}"
        );

    /// <summary>Another process, because one that closes a file drops its own locks on it.</summary>
    [Theory]
    [InlineData("symbolic link")]
    [InlineData("hard link")]
    [InlineData("lock file removed")]
    public async Task File_IsLocked_WhateverNameItIsReachedBy(string how)
    {
        File.Delete(_opener.File + ".lock");
        var other = Path.Combine(Path.GetDirectoryName(_opener.File)!, "other.db");
        using (
            var link = System.Diagnostics.Process.Start(
                "ln",
                how switch
                {
                    "symbolic link" => ["-s", _opener.File, other],
                    "hard link" => [_opener.File, other],
                    _ => ["-s", "nowhere", other + ".unused"],
                }
            )
        )
        {
            await link.WaitForExitAsync();
        }
        var reached = how == "lock file removed" ? _opener.File : other;
        using var second = System.Diagnostics.Process.Start("flock", ["--nonblock", reached, "true"]);
        await second.WaitForExitAsync();
        second.ExitCode.ShouldBe(1);
        await _store.DisposeAsync();
        using var free = System.Diagnostics.Process.Start("flock", ["--nonblock", reached, "true"]);
        await free.WaitForExitAsync();
        free.ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task File_ThatAnotherProcessHolds_IsNotOpened()
    {
        await _store.DisposeAsync();
        using var holder = System.Diagnostics.Process.Start("flock", [_opener.File, "sh", "-c", "sleep 60"]);
        // What holds it says so by holding it: tried until it does.
        await Testing.AgenticApp.EventuallyAsync(
            async () =>
            {
                using var probe = System.Diagnostics.Process.Start("flock", ["--nonblock", _opener.File, "true"]);
                await probe.WaitForExitAsync();
                return probe.ExitCode;
            },
            code => code == 1,
            "the other process to hold the file"
        );
        try
        {
            (await Should.ThrowAsync<InvalidOperationException>(_opener.OpenAsync)).Message.ShouldContain("is in use by");
        }
        finally
        {
            holder.Kill(entireProcessTree: true);
            await holder.WaitForExitAsync();
        }
    }

    [Fact]
    public void Folder_WhereNothingCanBeWritten_IsToldAsThat()
    {
        var refused = Should.Throw<InvalidOperationException>(() => SqliteStore.Open("/proc/agentic.db"));
        refused.Message.ShouldContain("cannot be written");
        refused.Message.ShouldNotContain("in use");
    }

    [Fact]
    public async Task Open_StoreOfANewerVersion_IsRefused_AndLeftAsItIs()
    {
        await _store.DisposeAsync();
        Execute("PRAGMA user_version = 999");
        (await Should.ThrowAsync<InvalidOperationException>(_opener.OpenAsync)).Message.ShouldContain("has schema 999");
        Execute("PRAGMA user_version").ShouldBe(999);
    }

    [Fact]
    public void OpenRequestsOfACustomer_AreFoundWithoutReadingClosedOnes()
    {
        using var connection = Connect();
        using var plan = new PreparedQuery(connection, "EXPLAIN QUERY PLAN " + SqlRequestIndex.OpenRequests, 1);
        plan.Read(row => row.GetString(3), ["anna"]).ShouldHaveSingleItem().ShouldContain("requests_open");
    }

    private long Execute(string sql)
    {
        using var connection = Connect();
        using var command = new PreparedCommand(connection, sql);
        return command.Scalar() as long? ?? 0;
    }

    private SqliteConnection Connect()
    {
        var connection = new SqliteConnection($"Data Source={_opener.File};Pooling=False");
        connection.Open();
        return connection;
    }
}
