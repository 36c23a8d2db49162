using Agentic.Orchestration.Identity;
using Agentic.Orchestration.Storage;
using Agentic.Orchestration.Storage.Sqlite;
using Agentic.Testing;

namespace Agentic.Orchestration.Tests.Identity;

public sealed class SignInGuardTests : IDisposable
{
    private readonly ShiftedTime _time = new(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero));
    private readonly SignInGuard _guard;

    public SignInGuardTests() => _guard = new(new NoSignals(), _time);

    [Fact]
    public void Guessing_FromManyAddresses_IsSlowedDown_ForAMinuteAtMost()
    {
        for (var attempt = 0; attempt < SignInGuard.MaxFailures; attempt++)
        {
            _guard.GetWait("anna", $"10.0.0.{attempt}").ShouldBeNull();
            _guard.Failed("anna", $"10.0.0.{attempt}");
        }
        _guard.GetWait("anna", "10.0.1.1")!.Value.ShouldBeLessThanOrEqualTo(SignInGuard.Window);
        _guard.GetWait("john", "10.0.1.1").ShouldBeNull("another account");
        _time.Advance(SignInGuard.Window);
        _guard.GetWait("anna", "10.0.1.1").ShouldBeNull();
    }

    [Fact]
    public void Owner_FromAnAddressOfTheirs_IsNeverKeptOut()
    {
        _guard.Succeeded("anna", "192.0.2.7");
        for (var attempt = 0; attempt < 3 * SignInGuard.MaxFailures; attempt++)
        {
            _guard.Failed("anna", "198.51.100.1");
        }
        _guard.GetWait("anna", "192.0.2.7").ShouldBeNull();
        _guard.GetWait("anna", "192.0.2.8").ShouldNotBeNull();
    }

    [Fact]
    public void Guessing_FromTheOwnersAddress_HasALimitToo()
    {
        _guard.Succeeded("anna", "192.0.2.7");
        for (var attempt = 0; attempt < SignInGuard.MaxFailuresAtHome; attempt++)
        {
            _guard.GetWait("anna", "192.0.2.7").ShouldBeNull();
            _guard.Failed("anna", "192.0.2.7");
        }
        _guard.GetWait("anna", "192.0.2.7").ShouldNotBeNull();
    }

    [Fact]
    public void Guess_OnAnotherHost_CountsHere()
    {
        for (var attempt = 0; attempt < SignInGuard.MaxFailures; attempt++)
        {
            _guard.Receive(new(SignalKinds.SignIn, "anna", $"refused 10.0.0.{attempt}"));
        }
        _guard.GetWait("anna", "10.0.1.1").ShouldNotBeNull();
        _guard.Receive(new(SignalKinds.SignIn, "anna", "admitted 10.0.1.1"));
        _guard.GetWait("anna", "10.0.1.1").ShouldBeNull();
    }

    public void Dispose() => _guard.Dispose();
}
