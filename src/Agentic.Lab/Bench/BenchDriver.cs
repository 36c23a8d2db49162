using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Agentic.Lab.Bench;

/// <summary>Customers and approvers of the bench: HTTP calls, and one event stream that says what happened.</summary>
internal sealed class BenchDriver(params string[] urls) : IDisposable
{
    public const int Customers = 64;
    private readonly HttpClient _http = new(new SocketsHttpHandler { MaxConnectionsPerServer = 256 })
    {
        Timeout = TimeSpan.FromSeconds(60),
    };
    private readonly ConcurrentDictionary<string, Instance> _instances = new();
    private readonly string[] _customers = new string[Customers];
    private string _approver = "";
    private int _turn;
    private int _number = Random.Shared.Next(1_000_000_000);

    public async Task SignInAsync(CancellationToken cancellationToken)
    {
        for (var customer = 0; customer < Customers; customer++)
        {
            _customers[customer] = await TokenAsync($"bench{customer}", cancellationToken);
        }
        _approver = await TokenAsync("approver", cancellationToken);
        foreach (var url in urls)
        {
            _ = WatchAsync(url, cancellationToken);
        }
    }

    /// <summary>From the customer's words until it waits for approval.</summary>
    /// <param name="action">Of the reference pack.</param>
    public async Task<string> ParkAsync(CancellationToken cancellationToken, string action = "refund")
    {
        var number = Interlocked.Increment(ref _number);
        var token = _customers[number % Customers];
        var created = await PostAsync(
            token,
            "/api/requests",
            new { text = $"{action} {number}", locale = "en" },
            cancellationToken
        );
        var id = (string)created["id"]!;
        var instance = _instances.GetOrAdd(id, _ => new());
        await instance.Planned.Task.WaitAsync(cancellationToken);
        await PostAsync(token, $"/api/requests/{id}/confirmation", new { planVersion = 1, accepted = true }, cancellationToken);
        await instance.Parked.Task.WaitAsync(cancellationToken);
        return id;
    }

    /// <summary>From the approver's click to done; the time between, in milliseconds.</summary>
    public async Task<double> ApproveAsync(string id, CancellationToken cancellationToken)
    {
        using var request = Request(HttpMethod.Get, _approver, $"/api/approvals/{id}-a1");
        using var response = await _http.SendAsync(request, cancellationToken);
        var seal = (string)(await response.Content.ReadFromJsonAsync<JsonObject>(cancellationToken))!["seal"]!;
        var instance = _instances.GetOrAdd(id, _ => new());
        var began = Stopwatch.GetTimestamp();
        await PostAsync(_approver, $"/api/approvals/{id}-a1/decision", new { seal, decision = "approve" }, cancellationToken);
        await instance.Done.Task.WaitAsync(cancellationToken);
        _instances.TryRemove(id, out _);
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }

    /// <summary>Until the request has ended without being approved.</summary>
    public Task WaitForEndAsync(string id, CancellationToken cancellationToken) =>
        _instances.GetOrAdd(id, _ => new()).Ended.Task.WaitAsync(cancellationToken);

    /// <summary>How long one answer takes that an approver asks for, in milliseconds, with the answer.</summary>
    public async Task<(double Milliseconds, JsonNode Answer)> TimeAsync(string path, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        using var request = Request(HttpMethod.Get, _approver, path);
        using var response = await _http.SendAsync(request, cancellationToken);
        response.EnsureSuccessStatusCode();
        var answer = (await response.Content.ReadFromJsonAsync<JsonNode>(cancellationToken))!;
        return (Stopwatch.GetElapsedTime(began).TotalMilliseconds, answer);
    }

    public Task<JsonObject?> FiguresAsync(CancellationToken cancellationToken) =>
        _http.GetFromJsonAsync<JsonObject>($"{urls[0]}/bench/figures", cancellationToken);

    public void Dispose() => _http.Dispose();

    private async Task WatchAsync(string url, CancellationToken cancellationToken)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, url + "/api/events");
            request.Headers.Authorization = new("Bearer", _approver);
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken));
            while (await reader.ReadLineAsync(cancellationToken) is { } line)
            {
                if (
                    line.StartsWith("data: {\"kind\":\"request\"", StringComparison.Ordinal)
                    && JsonNode.Parse(line[6..]) is JsonObject change
                )
                {
                    _instances.GetOrAdd((string)change["requestId"]!, _ => new()).Reach((string?)change["state"]);
                }
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or IOException or HttpRequestException)
        {
            // The server was stopped or the bench is over.
        }
    }

    private async Task<string> TokenAsync(string user, CancellationToken cancellationToken) =>
        (string)(await PostAsync(null, "/api/session", new { user, password = "demo" }, cancellationToken))["token"]!;

    private async Task<JsonObject> PostAsync(string? token, string path, object body, CancellationToken cancellationToken)
    {
        using var request = Request(HttpMethod.Post, token, path);
        request.Content = JsonContent.Create(body);
        using var response = await _http.SendAsync(request, cancellationToken);
        var answer = await response.Content.ReadFromJsonAsync<JsonObject>(cancellationToken);
        return response.IsSuccessStatusCode
            ? answer!
            : throw new InvalidOperationException($"{path} answered {response.StatusCode}: {answer}");
    }

    /// <summary>To each host in turn.</summary>
    private HttpRequestMessage Request(HttpMethod method, string? token, string path)
    {
        var host = (uint)Interlocked.Increment(ref _turn) % urls.Length;
        var request = new HttpRequestMessage(method, urls[host] + path);
        request.Headers.Authorization = token is null ? null : new("Bearer", token);
        return request;
    }

    private sealed class Instance
    {
        public TaskCompletionSource Planned { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Parked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Reach(string? state) =>
            (
                state switch
                {
                    "AwaitingCustomer" => Planned,
                    "AwaitingApproval" => Parked,
                    "Completed" => Done,
                    "Declined" or "Failed" or "HandedOff" => Ended,
                    _ => null,
                }
            )?.TrySetResult();
    }
}
