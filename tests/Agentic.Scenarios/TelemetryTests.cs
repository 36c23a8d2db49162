using System.Collections.Concurrent;
using System.Text;
using Agentic.Lab;
using Agentic.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Agentic.Scenarios;

/// <summary>What a collector gets.</summary>
public sealed class TelemetryTests
{
    [Fact]
    public async Task Collector_GetsMetricsAndTraces_AndNothingThatACustomerWrote()
    {
        var received = new ConcurrentQueue<(string Path, string Content)>();
        var url = $"http://127.0.0.1:{ChildProcess.FreePort()}";
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls(url);
        await using var collector = builder.Build();
        collector.MapPost(
            "/v1/{kind}",
            async (HttpRequest request) =>
            {
                using var content = new MemoryStream();
                await request.Body.CopyToAsync(content);
                // Names and values are readable text in the binary message.
                received.Enqueue((request.Path, Encoding.UTF8.GetString(content.ToArray())));
            }
        );
        await collector.StartAsync();
        await using (
            var app = await AgenticApp.StartAsync(
                new Dictionary<string, string?>
                {
                    ["OTEL_EXPORTER_OTLP_ENDPOINT"] = url,
                    ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
                }
            )
        )
        {
            var id = await app.SubmitAsync("anna", "Den Gürtel aus 10051 bitte zurück");
            await app.ConfirmAsync("anna", id);
            await app.WaitForAsync("anna", id, "Completed");
            (await app.GetAsync("ops", "/api/requests?q=anna")).Status.ShouldBe(System.Net.HttpStatusCode.OK);
        }
        // A host that stops sends what it still has.
        var (metrics, traces) = (Sent("/v1/metrics"), Sent("/v1/traces"));
        metrics.ShouldContain("agentic.wakeups.sent");
        metrics.ShouldContain("http.server.request.duration");
        traces.ShouldContain("/api/requests");
        traces.ShouldContain("PlanRequest");
        (metrics + traces).ShouldContain("agentic.roles");
        received.ShouldAllBe(sent => sent.Path == "/v1/metrics" || sent.Path == "/v1/traces");
        var said = metrics + traces;
        foreach (var secret in (string[])["Gürtel", "10051", "anna", "Anna"])
        {
            var at = said.IndexOf(secret, StringComparison.Ordinal);
            (at < 0 ? "" : said[Math.Max(0, at - 80)..Math.Min(said.Length, at + 20)]).ShouldBeEmpty();
        }

        string Sent(string path) => string.Concat(received.Where(sent => sent.Path == path).Select(sent => sent.Content));
    }
}
