using Agentic.Contracts;
using Agentic.Orchestration.Approvals;
using Agentic.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Agentic.Orchestration.Tests.Approvals;

public sealed class DeviationsTests
{
    [Theory]
    [InlineData("Bestellung 10042 bitte zurück", "")]
    [InlineData("Bestellung 10042 bitte zurück, 249,00 Euro", "")]
    [InlineData("Bestellung 10042 bitte zurück, Rechnung 12345 vom 3.5.2026", "")]
    [InlineData("Bestellung 10043 bitte zurück", "10042 is not in the customer's words (they say: 10043)")]
    [InlineData("Bestellung 10042 bitte zurück, 24,90 Euro", "another amount than €249.00")]
    [InlineData("Order 10042 back please, £249.00", "another amount than €249.00")]
    [InlineData("Order 10042 back please, I paid by card in 3 days", "")]
    public async Task Words_AreComparedWithWhatIsSealed(string words, string expected)
    {
        await using var bench = Workbench.Create();
        bench.Shop.AddOrder("10042", "anna", "249.00");
        var state = await bench.StateAsync(await bench.RunAsync("Bestellung 10042 bitte zurück"));
        var said = state with { Conversation = [new("customer", words, state.ReceivedAt, false)] };
        var found = bench.Services.GetRequiredService<Deviations>().Find(said, state.Approvals[0], []);
        if (expected.Length == 0)
        {
            found.ShouldBeEmpty();
        }
        else
        {
            found.ShouldHaveSingleItem().En.ShouldContain(expected);
        }
    }

    [Fact]
    public async Task MoneyPaidBefore_IsOne()
    {
        await using var bench = Workbench.Create();
        bench.Shop.AddOrder("10042", "anna", "249.00");
        var state = await bench.StateAsync(await bench.RunAsync("Bestellung 10042 bitte zurück"));
        var deviations = bench.Services.GetRequiredService<Deviations>();
        EarlierAction Earlier(Money? moved) => new("r", "…", ActionStatus.Done, moved, state.ReceivedAt);
        deviations.Find(state, state.Approvals[0], [Earlier(null)]).ShouldBeEmpty();
        deviations.Find(state, state.Approvals[0], [Earlier(new Money(5m, "EUR"))]).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task PaidTo_IsWhatTheOutsideSystemCallsIt()
    {
        await using var bench = Workbench.Create();
        bench.Shop.AddOrder("10042", "anna", "249.00");
        var state = await bench.StateAsync(await bench.RunAsync("Bestellung 10042 bitte zurück"));
        state.Approvals[0].Asked.Gated.PaidTo.ShouldBe(new LocalText("Karte", "card"));
    }
}
