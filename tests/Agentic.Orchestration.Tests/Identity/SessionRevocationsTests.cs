using Agentic.Orchestration.Identity;
using Agentic.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Agentic.Orchestration.Tests.Identity;

public sealed class SessionRevocationsTests
{
    [Fact]
    public async Task SigningOut_EndsEveryTokenOfTheSubject_AndNobodyElses()
    {
        await using var bench = Workbench.Create();
        var (tokens, ends) = Services(bench);
        var (first, second) = (tokens.Issue(SessionKind.Account, "desk"), tokens.Issue(SessionKind.Account, "desk"));
        var (customer, other) = (tokens.Issue(SessionKind.Customer, "desk"), tokens.Issue(SessionKind.Account, "ops"));
        await ends.SignOutAsync(SessionKind.Account, "desk", default);
        (tokens.Read(first), tokens.Read(second)).ShouldBe((null, null));
        tokens.Read(customer).ShouldNotBeNull();
        tokens.Read(other).ShouldNotBeNull();
        tokens.Read(tokens.Issue(SessionKind.Account, "desk")).ShouldNotBeNull();
    }

    [Fact]
    public async Task WhatEnded_StaysEnded_AfterARestart()
    {
        var bench = Workbench.Create();
        var folder = bench.Folder;
        var token = Services(bench).Tokens.Issue(SessionKind.Account, "desk");
        await Services(bench).Ends.SignOutAsync(SessionKind.Account, "desk", default);
        await Services(bench).Ends.DismissAsync("senior", true, default);
        await bench.DisposeAsync();
        await using var again = Workbench.Create(folder);
        await Services(again).Ends.StartAsync(default);
        Services(again).Tokens.Read(token).ShouldBeNull();
        again.Accounts.Find("senior").ShouldBeNull();
        again.Accounts.All.ShouldNotContain(account => account.User == "senior");
    }

    [Fact]
    public async Task Dismissed_WhoHasApproved_CountsNoMore()
    {
        await using var bench = Workbench.Create();
        bench.Shop.AddOrder("10042", "anna", "249.00");
        var id = await bench.RunAsync("Bestellung 10042 bitte zurück");
        (await bench.DecideAsync(id, "approver")).ShouldBeNull();
        await Services(bench).Ends.DismissAsync("approver", true, default);
        await bench.ExecuteAsync(id);
        bench.Shop.Books.ShouldBeEmpty();
        (await bench.StateAsync(id)).Approvals.Count.ShouldBe(2, "somebody else has to decide");
    }

    [Fact]
    public async Task SignedOut_ClosesWhatIsStreamed()
    {
        await using var bench = Workbench.Create();
        var ends = Services(bench).Ends;
        var caller = new System.Security.Claims.ClaimsPrincipal(
            new System.Security.Claims.ClaimsIdentity([new(SessionClaims.Session, $"{SessionKind.Account} desk")])
        );
        var over = ends.GetRevocationToken(caller);
        over.IsCancellationRequested.ShouldBeFalse();
        await ends.SignOutAsync(SessionKind.Account, "desk", default);
        over.IsCancellationRequested.ShouldBeTrue();
        ends.GetRevocationToken(caller).IsCancellationRequested.ShouldBeFalse("a new session may watch again");
    }

    private static (SessionTokens Tokens, SessionRevocations Ends) Services(Workbench bench) =>
        (bench.Services.GetRequiredService<SessionTokens>(), bench.Services.GetRequiredService<SessionRevocations>());
}
