using Agentic.Orchestration.Connectors;

namespace Agentic.Orchestration.Tests.Connectors;

public sealed class BulkheadTests
{
    [Fact]
    public async Task Calls_BeyondTheLimit_WaitAMoment_AndAreThenToldThatItIsBusy()
    {
        using var bulkhead = new Bulkhead(2);
        var (answer, underWay, most) = (new TaskCompletionSource(), 0, 0);
        async Task<string> CallAsync()
        {
            most = Math.Max(most, Interlocked.Increment(ref underWay));
            await answer.Task;
            Interlocked.Decrement(ref underWay);
            return "answered";
        }
        var calls = Enumerable.Range(0, 6).Select(_ => bulkhead.RunAsync(CallAsync, () => "busy", default)).ToArray();
        (await Task.WhenAll(calls.Skip(2))).ShouldAllBe(told => told == "busy");
        answer.SetResult();
        (await Task.WhenAll(calls.Take(2))).ShouldAllBe(told => told == "answered");
        most.ShouldBe(2);
        (await bulkhead.RunAsync(CallAsync, () => "busy", default)).ShouldBe("answered");
    }

    [Fact]
    public async Task Call_ThatFails_GivesItsPlaceBack()
    {
        using var bulkhead = new Bulkhead(1);
        for (var attempt = 0; attempt < 3; attempt++)
        {
            await Should.ThrowAsync<IOException>(() =>
                bulkhead.RunAsync<string>(() => throw new IOException("gone"), () => "busy", default)
            );
        }
    }

    [Fact]
    public async Task OneSystem_ThatDoesNotAnswer_HoldsUpNoOther()
    {
        var (slow, quick) = (new Silent("slow"), new Silent("quick"));
        using var registry = new ConnectorRegistry([slow, quick], calls: 1);
        var waiting = registry["slow"].QueryAsync("any", [], default);
        (await registry["slow"].QueryAsync("any", [], default)).ShouldBeOfType<QueryResult.Unavailable>();
        quick.Answer.SetResult();
        (await registry["quick"].QueryAsync("any", [], default)).ShouldBeOfType<QueryResult.Found>();
        slow.Answer.SetResult();
        (await waiting).ShouldBeOfType<QueryResult.Found>();
    }

    private sealed class Silent(string name) : IConnector
    {
        public TaskCompletionSource Answer { get; } = new();

        public string Name => name;

        public ConnectorGuarantee Guarantee => new(Repetition.Idempotent, TimeSpan.Zero);

        public IReadOnlyList<Engine.Checks.OperationDescription> Operations => [];

        public IReadOnlyList<CustomerQuery> CustomerQueries => [];

        public Task<QueryResult> AskAsync(
            string query,
            System.Text.Json.Nodes.JsonObject arguments,
            string customerId,
            CancellationToken cancellationToken
        ) => QueryAsync(query, arguments, cancellationToken);

        public async Task<QueryResult> QueryAsync(
            string operation,
            System.Text.Json.Nodes.JsonObject arguments,
            CancellationToken cancellationToken
        )
        {
            await Answer.Task;
            return new QueryResult.Found([]);
        }

        public EffectQuote Quote(string operation, System.Text.Json.Nodes.JsonObject arguments) =>
            throw new NotSupportedException();

        public Task<EffectResult> ExecuteAsync(EffectCall effect, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<EffectResult> LookUpAsync(EffectCall effect, CancellationToken cancellationToken) =>
            throw new NotSupportedException();
    }
}
