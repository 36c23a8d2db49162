using Agentic.Orchestration.Messaging;

namespace Agentic.Orchestration.Tests.Messaging;

public sealed class PerRequestSerializerTests
{
    [Fact]
    public async Task Callers_NeverWorkAtTheSameTime_AndNoWakeUpIsLost()
    {
        var turns = new PerRequestSerializer();
        var (inside, most, wanted, done) = (0, 0, 0, 0);
        await Task.WhenAll(
            Enumerable
                .Range(0, 200)
                .Select(_ =>
                    Task.Run(() =>
                    {
                        Interlocked.Increment(ref wanted);
                        return turns.RunAsync(
                            "r1",
                            async () =>
                            {
                                most = Math.Max(most, Interlocked.Increment(ref inside));
                                // All that was wanted before this began is done by it.
                                var seen = Volatile.Read(ref wanted);
                                await Task.Yield();
                                done = seen;
                                Interlocked.Decrement(ref inside);
                            }
                        );
                    })
                )
        );
        (most, done).ShouldBe((1, 200));
    }

    [Fact]
    public async Task SecondCaller_LeavesAMarkInsteadOfWaiting_AndTheFirstGoesRoundAgain()
    {
        var turns = new PerRequestSerializer();
        var (release, rounds) = (new TaskCompletionSource(), 0);
        var first = turns.RunAsync("r1", () => ++rounds == 1 ? release.Task : Task.CompletedTask);
        await turns.RunAsync("r1", () => throw new InvalidOperationException("the first does its work"));
        rounds.ShouldBe(1);
        var other = 0;
        await turns.RunAsync(
            "r2",
            () =>
            {
                other++;
                return Task.CompletedTask;
            }
        );
        other.ShouldBe(1, "another request does not wait");
        release.SetResult();
        await first;
        rounds.ShouldBe(2);
    }

    [Fact]
    public async Task Failure_FreesTheRequest()
    {
        var turns = new PerRequestSerializer();
        await Should.ThrowAsync<InvalidOperationException>(() =>
            turns.RunAsync("r1", () => throw new InvalidOperationException("broken"))
        );
        var ran = false;
        await turns.RunAsync(
            "r1",
            () =>
            {
                ran = true;
                return Task.CompletedTask;
            }
        );
        ran.ShouldBeTrue();
    }
}
