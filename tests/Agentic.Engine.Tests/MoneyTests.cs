using System.Text.Json;
using Agentic.Contracts;
using FsCheck;
using FsCheck.Fluent;

namespace Agentic.Engine.Tests;

public sealed class MoneyTests
{
    [Theory]
    [InlineData("249.00", "EUR", true)]
    [InlineData("249.001", "EUR", false)]
    [InlineData("249", "JPY", true)]
    [InlineData("249.5", "JPY", false)]
    [InlineData("1,000.00", "EUR", false)]
    [InlineData("1e3", "EUR", false)]
    [InlineData("10.00", "eur", false)]
    [InlineData(null, "EUR", false)]
    public void TryParse_Table(string? amount, string currency, bool expected) =>
        Money.TryParse(amount, currency, out _).ShouldBe(expected);

    [Theory]
    [InlineData("""{"amount":249.00,"currency":"EUR"}""")]
    [InlineData("""{"amount":"249.00"}""")]
    [InlineData("""{"amount":"249.00","currency":"EUR","value":1}""")]
    public void Json_OtherForms_AreRefused(string json) =>
        Should.Throw<JsonException>(() => JsonSerializer.Deserialize<Money>(json));

    [Fact]
    public void Json_RoundTrip_KeepsDecimals() =>
        JsonSerializer
            .Serialize(JsonSerializer.Deserialize<Money>("""{"amount":"5.10","currency":"EUR"}"""))
            .ShouldBe("""{"amount":"5.10","currency":"EUR"}""");

    [Fact]
    public void Split_AnyWeights_AddsUpToTheCent() =>
        Prop.ForAll(
                ArbMap.Default.ArbFor<PositiveInt>(),
                ArbMap.Default.ArbFor<NonEmptyArray<PositiveInt>>(),
                (cents, weights) =>
                    new Money(cents.Get / 100m, "EUR")
                        .Split([.. weights.Get.Select(weight => (decimal)weight.Get)])
                        .Sum(part => part.Amount)
                    == cents.Get / 100m
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Add_OtherCurrency_IsRefused() =>
        Should.Throw<InvalidOperationException>(() => new Money(1, "EUR") + new Money(1, "USD"));
}
