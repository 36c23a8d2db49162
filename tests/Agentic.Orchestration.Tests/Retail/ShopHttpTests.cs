using System.Text.Json.Nodes;
using Agentic.Orchestration.Connectors;
using Agentic.Retail;
using Agentic.Retail.Shop;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Agentic.Orchestration.Tests.Retail;

/// <summary>A real server that answers as a test wants, and how often it was asked.</summary>
public sealed class ShopHttpTests : IAsyncLifetime
{
    private readonly WebApplication _shop = Quiet();
    private readonly List<string> _calls = [];
    private Func<int, HttpContext, Task> _answer = (_, _) => Task.CompletedTask;
    private ServiceProvider _services = null!;

    public async Task InitializeAsync()
    {
        _shop.Run(context =>
        {
            lock (_calls)
            {
                _calls.Add($"{context.Request.Method} {context.Request.Path}");
            }
            return _answer(_calls.Count, context);
        });
        await _shop.StartAsync();
        var settings = new ConfigurationBuilder()
            .AddInMemoryCollection(
                new Dictionary<string, string?>
                {
                    ["Shop:BaseAddress"] = _shop.Urls.First(),
                    ["Shop:Timeout"] = "00:00:01",
                    ["Shop:MaxProcessingTime"] = "00:00:02",
                }
            )
            .Build();
        _services = new ServiceCollection().AddRetail(settings).BuildServiceProvider();
    }

    public async Task DisposeAsync()
    {
        await _services.DisposeAsync();
        await _shop.DisposeAsync();
    }

    [Fact]
    public async Task Read_ThatFailsOnce_OrBreaksOffHalfWay_IsAskedAgain()
    {
        _answer = async (number, context) =>
        {
            if (number == 1)
            {
                context.Response.StatusCode = 503;
                return;
            }
            if (number == 2)
            {
                context.Response.ContentLength = 100;
                await context.Response.WriteAsync("{\"orderId\"");
                context.Abort();
                return;
            }
            await context.Response.WriteAsJsonAsync(new { state = "credited" });
        };
        (await Shop().AskSettlementAsync("REF-1", default)).ShouldBe(Settlement.Done);
        _calls.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Read_ThatKeepsFailing_EndsAfterThreeTries()
    {
        _answer = (_, context) =>
        {
            context.Response.StatusCode = 500;
            return Task.CompletedTask;
        };
        (await Shop().AskSettlementAsync("REF-1", default)).ShouldBe(Settlement.Unavailable);
        _calls.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Read_ThatTakesTooLong_IsLeftToTheRunsNextTry()
    {
        _answer = (_, context) => Task.Delay(Timeout.Infinite, context.RequestAborted);
        (await Shop().AskSettlementAsync("REF-1", default)).ShouldBe(Settlement.Unavailable);
        _calls.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("10042", "10042")]
    [InlineData(" #10042 ", "10042")]
    [InlineData("ab12cd", "AB12CD")]
    public async Task VisitorsReference_IsAskedForAsTheShopWritesIt(string typed, string asked)
    {
        _answer = (_, context) => context.Response.WriteAsJsonAsync(new { found = true, customerId = "anna" });
        await Shop().QueryAsync("customerByReference", new() { ["reference"] = typed, ["email"] = "a@example.com" }, default);
        _calls.ShouldHaveSingleItem().ShouldBe($"POST /orders/{asked}/customer");
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(429)]
    [InlineData(0)]
    public async Task Effect_IsCalledOnce_WhateverBecomesOfTheCall(int status)
    {
        _answer = (_, context) =>
        {
            if (status == 0)
            {
                context.Abort();
            }
            context.Response.StatusCode = status == 0 ? 200 : status;
            return Task.CompletedTask;
        };
        var call = new EffectCall("refund", new JsonObject { ["orderId"] = "10042" }, "key-1", null);
        var result = await Shop().ExecuteAsync(call, default);
        result.ShouldBeAssignableTo(status == 429 ? typeof(EffectResult.NotSent) : typeof(EffectResult.Unclear));
        _calls.ShouldBe(["POST /operations/refund"]);
    }

    private IConnector Shop() => _services.GetServices<IConnector>().OfType<ShopConnector>().Single();

    private static WebApplication Quiet()
    {
        var builder = WebApplication.CreateSlimBuilder(["--urls", "http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        return builder.Build();
    }
}
