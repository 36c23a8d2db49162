using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Agentic.Orchestration.Storage;

namespace Agentic.Host.Demo;

/// <summary>
/// Sample data for somebody who looks for the first time: the script's people use the public API while the clock runs
/// through two weeks. Only in Development on loopback, with the demo shop, on a store that is not there yet;
/// <c>Demo:Story</c> = false switches it off.
/// </summary>
internal sealed class DemoStory
{
    public const string Issuer = "demo-story";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly string[] Busy = ["Received", "Planning", "Running"];

    private readonly StoryClock _clock;
    private readonly DemoStoryClient _client;
    private readonly PriorityQueue<Func<Task>, DateTimeOffset> _next = new();

    private DemoStory(StoryClock clock, DemoStoryClient client) => (_clock, _client) = (clock, client);

    /// <summary>
    /// Everything it touches must be a demo part: nothing is ever told to a real shop, mailbox, model or broker.
    /// </summary>
    public static bool IsWanted(IConfiguration configuration, IHostEnvironment environment) =>
        configuration.GetValue("Demo:Story", true)
        && Startup.HasDemoAccounts(configuration, environment)
        && StorageServices.IsNew(configuration)
        && (
            string.IsNullOrEmpty(configuration["Shop:BaseAddress"])
            || configuration["Shop:BaseAddress"] == configuration["DemoShop:Urls"]
        )
        && new[] { "Mail:Host", "Model:Endpoint", "ConnectionStrings:Bus" }.All(setting =>
            string.IsNullOrEmpty(configuration[setting])
        );

    /// <summary>
    /// Lets this process speak for the demo shop's customers while the story is told; nobody else knows the secret.
    /// </summary>
    public static string Admit(IConfiguration configuration)
    {
        var secret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        configuration[$"Identity:Systems:{Issuer}:Secret"] = secret;
        configuration["Limits:SignInsPerMinute"] ??= "1000";
        return secret;
    }

    /// <summary>
    /// Never keeps the program from starting: what could not be told is left out, and the clock is real again.
    /// </summary>
    public static async Task TellAsync(
        StoryClock clock,
        string url,
        string shopUrl,
        string secret,
        CancellationToken cancellationToken
    )
    {
        using var client = new DemoStoryClient(clock, url, shopUrl, secret);
        var story = new DemoStory(clock, client);
        try
        {
            await story.TellAsync(cancellationToken);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            // The program is being stopped; what was told so far is there.
        }
        catch (Exception broken)
        {
            await Console.Error.WriteLineAsync($"The sample data is incomplete: {broken.Message}");
        }
        finally
        {
            clock.End();
        }
    }

    private async Task TellAsync(CancellationToken cancellationToken)
    {
        var now = TimeProvider.System.GetUtcNow();
        _clock.Begin(now.AddDays(-StoryScript.Days));
        foreach (var line in StoryScript.Lines)
        {
            var at = now.AddHours(-line.HoursAgo);
            _next.Enqueue(() => SubmitAsync(line, at), at);
        }
        while (_next.TryDequeue(out var step, out var at))
        {
            cancellationToken.ThrowIfCancellationRequested();
            _clock.MoveTo(at);
            await step();
        }
    }

    private async Task SubmitAsync(StoryLine line, DateTimeOffset at)
    {
        var customer = await _client.CustomerAsync(line.Customer);
        var id = (string)
            (await _client.PostAsync(customer, "/api/requests", new { text = line.Text, locale = line.Locale }))["id"]!;
        var planned = await SettledAsync(customer, id);
        switch (line.Course)
        {
            case StoryOutcome.Unanswered:
                return;
            case StoryOutcome.Stuck:
                await _client.ShopAsync(
                    HttpMethod.Put,
                    "/admin/faults",
                    new
                    {
                        faults = new[]
                        {
                            new
                            {
                                operation = "query",
                                kind = "errorBefore",
                                about = line.Customer,
                            },
                        },
                    }
                );
                // Nothing to wait for: it goes on trying.
                await AcceptAsync(customer, id, planned);
                return;
        }
        if ((string?)planned["state"] == "AwaitingCustomer" && planned["plan"] is JsonObject)
        {
            await ConfirmAsync(customer, id, planned);
        }
        switch (line.Course)
        {
            case StoryOutcome.Told or StoryOutcome.Rejected:
                _next.Enqueue(() => DecideAsync(line, id, at), at.AddMinutes(35));
                break;
            case StoryOutcome.Voided:
                _next.Enqueue(() => VoidAsync(customer, id), at.AddMinutes(20));
                break;
        }
    }

    /// <summary>Colleagues do what is theirs to do, and the customer says how it was.</summary>
    private async Task DecideAsync(StoryLine line, string id, DateTimeOffset at)
    {
        foreach (var user in (string[])["approver", "senior"])
        {
            if (await OpenApprovalAsync(id) is { } approval)
            {
                await _client.PostAsync(
                    await _client.StaffAsync(user),
                    $"/api/approvals/{approval["id"]}/decision",
                    line.Course == StoryOutcome.Rejected
                        ? new
                        {
                            seal = (string?)approval["seal"],
                            decision = "reject",
                            reason = (string?)"Beide Pullover wurden laut Retourenlager getragen.",
                        }
                        : new
                        {
                            seal = (string?)approval["seal"],
                            decision = "approve",
                            reason = (string?)null,
                        }
                );
                await SettledAsync(await _client.CustomerAsync(line.Customer), id);
            }
        }
        var desk = await _client.StaffAsync("desk");
        if ((await ListAsync(desk, "/api/handoffs?state=open", id)).FirstOrDefault() is { } handOff)
        {
            await _client.PostAsync(desk, $"/api/handoffs/{handOff["id"]}/claim", new { });
            await _client.PostAsync(
                desk,
                $"/api/handoffs/{handOff["id"]}/reply",
                new
                {
                    text = line.Locale == "de"
                        ? "Das haben wir am Telefon geklärt. Danke für Ihre Geduld."
                        : "We have settled this on the phone. Thank you for your patience.",
                }
            );
            await _client.PostAsync(
                desk,
                $"/api/handoffs/{handOff["id"]}/resolution",
                new { outcome = "completed", note = line.Locale == "de" ? "Am Telefon geklärt." : "Settled on the phone." }
            );
        }
        if (line.Score is { } score)
        {
            _next.Enqueue(
                async () =>
                    await _client.PostAsync(
                        await _client.CustomerAsync(line.Customer),
                        $"/api/requests/{id}/feedback",
                        new
                        {
                            solved = score > 2,
                            score,
                            comment = line.Comment,
                        }
                    ),
                at.AddMinutes(70)
            );
        }
    }

    private async Task VoidAsync(string customer, string id)
    {
        var approval =
            await OpenApprovalAsync(id)
            ?? throw new InvalidOperationException("the approval that should be voided is not there");
        await _client.ShopAsync(
            HttpMethod.Patch,
            $"/admin/orders/{approval["arguments"]!["orderId"]}",
            new { lines = new[] { new { line = 2, unitPrice = 80.00 } } }
        );
        await _client.PostAsync(
            await _client.StaffAsync("approver"),
            $"/api/approvals/{approval["id"]}/decision",
            new { seal = (string?)approval["seal"], decision = "approve" }
        );
        await ConfirmAsync(
            customer,
            id,
            await UntilAsync(customer, id, request => (string?)request["state"] == "AwaitingCustomer")
        );
    }

    private async Task ConfirmAsync(string customer, string id, JsonObject planned)
    {
        await AcceptAsync(customer, id, planned);
        await SettledAsync(customer, id);
    }

    private Task<JsonObject> AcceptAsync(string customer, string id, JsonObject planned) =>
        _client.PostAsync(
            customer,
            $"/api/requests/{id}/confirmation",
            new { planVersion = (int)planned["plan"]!["version"]!, accepted = true }
        );

    private async Task<JsonObject?> OpenApprovalAsync(string id) =>
        (await ListAsync(await _client.StaffAsync("approver"), "/api/approvals?state=open", id)).FirstOrDefault();

    private async Task<IEnumerable<JsonObject>> ListAsync(string token, string path, string id) =>
        ((await _client.SendAsync(token, HttpMethod.Get, path, null))["items"] as JsonArray ?? [])
            .OfType<JsonObject>()
            .Where(item => (string?)item["requestId"] == id);

    /// <summary>Waits until only a person can move the request on.</summary>
    private Task<JsonObject> SettledAsync(string customer, string id) =>
        UntilAsync(customer, id, request => !Busy.Contains((string?)request["state"]));

    private async Task<JsonObject> UntilAsync(string customer, string id, Func<JsonObject, bool> holds)
    {
        var began = Environment.TickCount64;
        while (Environment.TickCount64 - began < Patience.TotalMilliseconds)
        {
            var request = await _client.SendAsync(customer, HttpMethod.Get, $"/api/requests/{id}", null);
            if (holds(request))
            {
                return request;
            }
            await Task.Delay(TimeSpan.FromMilliseconds(8), TimeProvider.System);
        }
        throw new TimeoutException($"request {id} did not go on");
    }
}
