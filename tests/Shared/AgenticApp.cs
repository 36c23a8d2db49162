using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Agentic.Orchestration.Mailing;
using Agentic.Orchestration.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace Agentic.Testing;

/// <summary>
/// The product as people meet it: one host or several on one store, and the demo shop, on loopback, reached over HTTP only.
/// </summary>
public sealed partial class AgenticApp : IAsyncDisposable
{
    public const string EventSecret = "test-secret";

    private const string MasterKey = "dGhlIGhvc3RzIG9mIGEgdGVzdCBzaGFyZSB0aGlzIGtleSE=";

    /// <summary>
    /// Ends a wait for what never happens; long enough for a machine that is many times slower than this one.
    /// </summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private readonly List<WebApplication> _hosts = [];
    private readonly WebApplication _shop;
    private readonly Dictionary<string, HttpClient> _clients = [];
    private readonly List<string> _urls = [];
    private readonly Func<int, Task<(WebApplication Host, string Url)>> _start;

    private AgenticApp(
        WebApplication shop,
        string shopUrl,
        ShiftedTime time,
        string folder,
        Func<int, Task<(WebApplication Host, string Url)>> start
    )
    {
        (_shop, Time, Folder, _start) = (shop, time, folder, start);
        Shop = new() { BaseAddress = new(shopUrl) };
        Anonymous = Client();
    }

    public ShiftedTime Time { get; }

    public string Folder { get; }

    public HttpClient Shop { get; }

    public HttpClient Anonymous { get; }

    /// <summary>Where the first host listens.</summary>
    public string Url => _urls[0];

    /// <summary>Where each host listens.</summary>
    public IReadOnlyList<string> Urls => _urls;

    /// <summary>Of the first host.</summary>
    public IServiceProvider Services => _hosts[0].Services;

    /// <summary>What people got by e-mail, newest first.</summary>
    internal IReadOnlyList<DemoMailbox.KeptMail> Mails =>
        [
            .. _hosts
                .SelectMany(host => host.Services.GetRequiredService<DemoMailbox>().Mails)
                .OrderByDescending(mail => mail.At),
        ];

    /// <summary>The newest mail that fits, once there is one.</summary>
    internal async Task<DemoMailbox.KeptMail> MailAsync(Func<DemoMailbox.KeptMail, bool> fits) =>
        await EventuallyAsync(() => Task.FromResult(Mails.FirstOrDefault(fits)), mail => mail is not null, "a mail")
        ?? throw new InvalidOperationException();

    /// <summary>
    /// A client with cookies of its own that follows no redirects; by default it sends the header that pages send.
    /// </summary>
    public HttpClient Browser(bool withHeader = true)
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = true })
        {
            BaseAddress = new(Url),
        };
        if (withHeader)
        {
            client.DefaultRequestHeaders.Add("X-Agentic", "1");
        }
        return client;
    }

    /// <summary>Until nothing is due any more for a request, whatever queue it is on.</summary>
    public async Task QuietAsync(string id) =>
        await EventuallyAsync(
            async () =>
                (
                    await Services
                        .GetRequiredService<IStore>()
                        .WakeUps.ListDueAsync(Time.GetUtcNow(), 1000, CancellationToken.None)
                ).Count(work => work.RequestId == id),
            count => count == 0,
            $"{id} to be quiet"
        );

    /// <summary>The newest fact of a kind in a request's journal, once there is one.</summary>
    public async Task<JsonNode> EventuallyJournalAsync(string id, string fact, Func<JsonNode, bool>? fits = null) =>
        await EventuallyAsync(
            async () =>
                ((JsonArray)(await GetAsync("ops", $"/api/requests/{id}/journal")).Body!).LastOrDefault(entry =>
                    (string?)entry!["fact"] == fact && (fits is null || fits(entry["content"]!))
                ),
            entry => entry is not null,
            $"{fact} in {id}"
        ) ?? throw new InvalidOperationException();

    public async Task<HttpClient> AsAsync(string user)
    {
        if (!_clients.TryGetValue(user, out var client))
        {
            var session = await Anonymous.PostAsJsonAsync("/api/session", new { user, password = "demo" });
            session.StatusCode.ShouldBe(HttpStatusCode.OK);
            client = Client();
            client.DefaultRequestHeaders.Authorization = new(
                "Bearer",
                (string)(await session.Content.ReadFromJsonAsync<JsonObject>())!["token"]!
            );
            _clients[user] = client;
        }
        return client;
    }

    public async Task<string> SubmitAsync(string user, string text, string locale = "de")
    {
        var (status, body) = await PostAsync(user, "/api/requests", new { text, locale });
        status.ShouldBe(HttpStatusCode.Created, body?.ToJsonString());
        return (string)body!["id"]!;
    }

    /// <summary>Waits for the plan and says yes to it.</summary>
    public async Task<JsonNode> ConfirmAsync(string user, string id)
    {
        var planned = await WaitForAsync(user, id, "AwaitingCustomer");
        var (status, body) = await PostAsync(
            user,
            $"/api/requests/{id}/confirmation",
            new { planVersion = (int)planned["plan"]!["version"]!, accepted = true }
        );
        status.ShouldBe(HttpStatusCode.OK, body?.ToJsonString());
        return body!;
    }

    public async Task<(HttpStatusCode Status, JsonNode? Body)> DecideAsync(
        string user,
        JsonNode approval,
        string decision,
        string? reason = null,
        JsonNode? arguments = null
    ) =>
        await PostAsync(
            user,
            $"/api/approvals/{approval["id"]}/decision",
            new
            {
                seal = (string)approval["seal"]!,
                decision,
                reason,
                arguments,
            }
        );

    public async Task ApproveAsync(string user, JsonNode approval)
    {
        var (status, body) = await DecideAsync(user, approval, "approve");
        status.ShouldBe(HttpStatusCode.OK, body?.ToJsonString());
    }

    /// <summary>The open approval of a request, once there is one.</summary>
    public async Task<JsonNode> ApprovalOfAsync(string id) =>
        await EventuallyAsync(
            async () =>
                ((JsonArray)(await GetAsync("approver", "/api/approvals?state=open")).Body!["items"]!).FirstOrDefault(
                    approval => (string?)approval!["requestId"] == id
                ),
            approval => approval is not null,
            $"an open approval of {id}"
        ) ?? throw new InvalidOperationException();

    public async Task<JsonNode> WaitForAsync(string user, string id, params string[] states) =>
        await EventuallyAsync(
            async () => (await GetAsync(user, $"/api/requests/{id}")).Body,
            request => states.Contains((string?)request?["state"]),
            $"{id} in {string.Join(" or ", states)}"
        ) ?? throw new InvalidOperationException();

    public async Task AdvanceTimeAsync(TimeSpan by)
    {
        Time.Advance(by);
        await Task.Yield();
    }

    public async Task ExpectNotificationAsync(string user, string id, string containing) =>
        await EventuallyAsync(
            async () => (await GetAsync(user, $"/api/requests/{id}")).Body,
            request =>
                ((JsonArray)request!["conversation"]!).Any(line =>
                    ((string)line!["text"]!).Contains(containing, StringComparison.Ordinal)
                ),
            $"'{containing}' in {id}"
        );

    public async Task<JsonArray> LedgerAsync() => (await Shop.GetFromJsonAsync<JsonArray>("/ledger"))!;

    /// <summary>Why the request's first hand-off was made, in a language of staff.</summary>
    public async Task<string> HandOffReasonAsync(string id, string language)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/handoffs/{id}-h1");
        request.Headers.AcceptLanguage.ParseAdd(language);
        return (string)(await ReadAsync(await (await AsAsync("desk")).SendAsync(request))).Body!["reason"]!;
    }

    public async Task<int> RefundsAsync() => (await LedgerAsync()).Count(line => (string?)line!["operation"] == "refund");

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts)
        {
            await host.StopAsync();
            await host.DisposeAsync();
        }
        await _shop.DisposeAsync();
        Shop.Dispose();
        Anonymous.Dispose();
        foreach (var client in _clients.Values)
        {
            client.Dispose();
        }
    }

    /// <param name="patience">How long to wait; three minutes when null.</param>
    public static async Task<T> EventuallyAsync<T>(
        Func<Task<T>> read,
        Func<T, bool> holds,
        string what,
        TimeSpan? patience = null
    )
    {
        var began = System.Diagnostics.Stopwatch.StartNew();
        while (true)
        {
            var value = await read();
            if (holds(value))
            {
                return value;
            }
            if (began.Elapsed > (patience ?? Patience))
            {
                throw new TimeoutException($"Waited {(patience ?? Patience).TotalSeconds} s for {what}; it is {value}");
            }
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }
    }
}
