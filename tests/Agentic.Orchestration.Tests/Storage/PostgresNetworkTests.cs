using System.Collections.Concurrent;
using Agentic.Contracts;
using Agentic.Lab.Servers;
using Agentic.Orchestration.Storage;
using Agentic.Orchestration.Storage.Postgres;
using Agentic.Testing;
using Npgsql;

namespace Agentic.Orchestration.Tests.Storage;

/// <summary>Two hosts, and a network that fails: what an append was told is what the database holds.</summary>
public sealed class PostgresNetworkTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);

    [PostgresFact]
    public async Task AnswerToACommit_ThatIsLost_IsAskedFor_AndNobodyIsToldWrongly()
    {
        var settings = new NpgsqlConnectionStringBuilder(await PostgresServers.CreateDatabaseAsync());
        await using var proxy = FaultyProxy.To(settings.Port);
        await using var direct = PostgresStore.Open(settings.ToString());
        settings.Port = proxy.Port;
        await using var store = PostgresStore.Open(settings.ToString());
        var random = new Random(1);
        var (stored, refused, unknown) = (0, 0, 0);
        for (var round = 0; round < 12; round++)
        {
            var sent = Enumerable
                .Range(0, 20)
                .Select(number => $"r{round:D2}-{number:D2}")
                .Select(id => (Id: id, Outcome: OutcomeAsync(store, id)))
                .ToArray();
            // Somewhere between the first statement and the answer to the commit.
            await Task.Delay(TimeSpan.FromMilliseconds(random.NextDouble() * 6), TimeProvider.System);
            proxy.LoseAnswers();
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
            proxy.Cut();
            foreach (var (id, outcome) in sent)
            {
                switch (await outcome)
                {
                    case true:
                        stored++;
                        (await direct.Journal.FindRequestAsync(id, default)).ShouldNotBeNull(id);
                        break;
                    case false:
                        refused++;
                        (await direct.Journal.FindRequestAsync(id, default)).ShouldBeNull(id);
                        break;
                    default:
                        unknown++;
                        break;
                }
            }
        }
        // The server could be asked each time, so nothing stays unknown.
        (stored + refused).ShouldBe(240);
        unknown.ShouldBe(0);
        stored.ShouldBeGreaterThan(0);
    }

    [PostgresFact]
    public async Task TwoHosts_AppendAtOnce_AndKeepEveryRule()
    {
        var database = await PostgresServers.CreateDatabaseAsync();
        await using var one = PostgresStore.Open(database);
        await using var two = PostgresStore.Open(database);
        var accepted = new ConcurrentBag<(string Id, string Target)>();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, 400),
            new ParallelOptions { MaxDegreeOfParallelism = 32 },
            async (number, _) =>
            {
                var random = new Random(number);
                var (id, target) = ($"r{random.Next(150)}", $"t{random.Next(40)}");
                var (store, version) = (number % 2 == 0 ? one : two, random.Next(3) == 0 ? 1 : 0);
                var append = Make(id, version) with
                {
                    Idempotency = version == 0 ? new("anna", $"key{random.Next(120)}", "body", id) : null,
                    Ledger = [new($"k{number}", "refund", [target], id, 1, EffectStatus.Reserved, true, Now)],
                    Limits = [new(id, new("sum", 1, 25, TimeSpan.FromDays(1)), Now, Release: false)],
                    Work = [new(id, "planning", Now.AddSeconds(number))],
                };
                if (await store.Journal.AppendAsync(append, default) is null)
                {
                    accepted.Add((id, target));
                }
            }
        );
        accepted.Select(append => append.Target).ShouldBeUnique();
        (await one.Ledger.SumLimitAsync("sum", Now.AddDays(-1), null, default)).ShouldBeLessThanOrEqualTo(25);
        accepted.Select(append => append.Id).Distinct().Count().ShouldBeInRange(10, 25);
        foreach (var group in accepted.GroupBy(append => append.Id))
        {
            (await two.Journal.ReadEventsAsync(group.Key, 0, default))
                .Select(stored => stored.Version)
                .ShouldBe(Enumerable.Range(1, group.Count()).Select(version => (long)version));
        }
    }

    [PostgresFact]
    public async Task KillSwitch_OfOneHost_StopsThePermitsOfTheOther_FromItsCommitOn()
    {
        var database = await PostgresServers.CreateDatabaseAsync();
        await using var one = PostgresStore.Open(database);
        await using var two = PostgresStore.Open(database);
        for (var round = 0; round < 10; round++)
        {
            var isOff = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var permits = Enumerable
                .Range(0, 4)
                .Select(async worker =>
                {
                    for (var number = 0; number < 40; number++)
                    {
                        var wasOff = isOff.Task.IsCompleted;
                        var conflict = await (worker % 2 == 0 ? one : two).Journal.AppendAsync(
                            Make($"p{round}-{worker}-{number}", 0) with
                            {
                                RequiresActive = "retail",
                            },
                            default
                        );
                        if (wasOff)
                        {
                            conflict.ShouldBeOfType<AppendConflict.PackSuspended>();
                        }
                    }
                })
                .ToArray();
            await Task.Delay(TimeSpan.FromMilliseconds(round), TimeProvider.System);
            await two.Suspensions.AddAsync(new("retail", true, "ops", "a test", Now.AddMinutes(round)), default);
            isOff.SetResult();
            await Task.WhenAll(permits);
            await one.Suspensions.AddAsync(new("retail", false, "ops", "over", Now.AddMinutes(round)), default);
        }
    }

    [PostgresFact]
    public async Task Clock_IsTheDatabases_AlsoWhenItIsMoved()
    {
        var database = await PostgresServers.CreateDatabaseAsync();
        await using var one = PostgresStore.Open(database);
        await using var two = PostgresStore.Open(database);
        (one.Clock.GetUtcNow() - two.Clock.GetUtcNow()).Duration().ShouldBeLessThan(TimeSpan.FromSeconds(1));
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var move = new NpgsqlCommand("INSERT INTO clock VALUES (1, 7200000000)", connection);
        await move.ExecuteNonQueryAsync();
        var before = two.Clock.GetUtcNow();
        await ((PostgresClock)two.Clock).AskAsync(default);
        (two.Clock.GetUtcNow() - before).ShouldBeInRange(TimeSpan.FromMinutes(119), TimeSpan.FromMinutes(121));
    }

    [PostgresFact]
    public async Task Signals_ReachTheOtherHostOnly_WhateverIsInThem()
    {
        var database = await PostgresServers.CreateDatabaseAsync();
        await using var one = PostgresStore.Open(database);
        await using var two = PostgresStore.Open(database);
        var (own, heard) = (new Listener(), new Listener());
        one.Signals.Listen([own]);
        two.Signals.Listen([heard]);
        await heard.Ready.WaitAsync(TimeSpan.FromMinutes(1));
        Signal[] sent =
        [
            new("sign-in", "a\tb\nc", "ü%\n"),
            new("sign-in", new string('x', 100_000)),
            .. Enumerable.Range(0, 500).Select(number => new Signal("journal", $"r{number}", "1 Received")),
        ];
        Array.ForEach(sent, one.Signals.Send);
        await AgenticApp.EventuallyAsync(
            () => Task.FromResult(heard.Received.Count),
            count => count >= sent.Length - 1,
            "all signals"
        );
        heard.Received.ShouldBe(sent.Where(signal => signal.Subject.Length < 1000));
        own.Received.ShouldBeEmpty();
    }

    [PostgresFact]
    public async Task Hosts_ThatStartAtOnce_OnAnEmptyDatabase_AllWork()
    {
        var database = await PostgresServers.CreateDatabaseAsync();
        var stores = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(_ => Task.Run(() => PostgresStore.Open(database, content => content)))
        );
        foreach (var store in stores)
        {
            (await store.Audit.ListSealsAsync(default)).Count.ShouldBe(5);
            await store.DisposeAsync();
        }
    }

    private static async Task<bool?> OutcomeAsync(PostgresStore store, string id)
    {
        try
        {
            return await store.Journal.AppendAsync(Make(id, 0), default) is null;
        }
        catch (StoreOutcomeUnknownException)
        {
            return null;
        }
        catch (StoreUnavailableException)
        {
            return false;
        }
    }

    private static Append Make(string id, long version) =>
        new(
            Guid.NewGuid().ToString("N"),
            id,
            version,
            [new(version + 1, "Fact", Now, [1], [7])],
            new(id, "anna", RequestStatus.Received, "de", Now, Now, version + 1, [1], [2], "anna")
        );

    private sealed class Listener : ISignalReceiver
    {
        private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Ready => _ready.Task;

        public ConcurrentQueue<Signal> Received { get; } = new();

        public void Receive(Signal signal) => Received.Enqueue(signal);

        public void CatchUp() => _ready.TrySetResult();
    }
}
