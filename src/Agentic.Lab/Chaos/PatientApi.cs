using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Agentic.Lab.Chaos;

/// <summary>The API as a person uses it whose connection breaks now and then: tries again until it gets an answer.</summary>
internal sealed class PatientApi(string url) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = new(url), Timeout = TimeSpan.FromSeconds(15) };
    private readonly Dictionary<string, string> _tokens = [];

    public async Task SignInAsync(string user, CancellationToken cancellationToken)
    {
        var session = await SendAsync(
            null,
            HttpMethod.Post,
            "/api/session",
            new JsonObject { ["user"] = user, ["password"] = "demo" },
            null,
            cancellationToken
        );
        lock (_tokens)
        {
            _tokens[user] = (string)session.Body!["token"]!;
        }
    }

    public Task<(HttpStatusCode Status, JsonNode? Body)> GetAsync(
        string user,
        string path,
        CancellationToken cancellationToken
    ) => SendAsync(user, HttpMethod.Get, path, null, null, cancellationToken);

    public Task<(HttpStatusCode Status, JsonNode? Body)> PostAsync(
        string user,
        string path,
        JsonObject body,
        CancellationToken cancellationToken,
        string? key = null
    ) => SendAsync(user, HttpMethod.Post, path, body, key, cancellationToken);

    public async Task<List<JsonNode>> ListAsync(string user, string path, CancellationToken cancellationToken)
    {
        var items = new List<JsonNode>();
        string? after = "";
        while (after is not null)
        {
            var page = (
                await GetAsync(
                    user,
                    path
                        + (path.Contains('?', StringComparison.Ordinal) ? "&" : "?")
                        + (after.Length > 0 ? $"after={after}" : ""),
                    cancellationToken
                )
            ).Body!;
            items.AddRange(((JsonArray)page["items"]!).Select(item => item!));
            after = (string?)page["next"];
        }
        return items;
    }

    public void Dispose() => _http.Dispose();

    private async Task<(HttpStatusCode Status, JsonNode? Body)> SendAsync(
        string? user,
        HttpMethod method,
        string path,
        JsonObject? body,
        string? key,
        CancellationToken cancellationToken
    )
    {
        while (true)
        {
            try
            {
                using var request = new HttpRequestMessage(method, path);
                if (user is not null)
                {
                    lock (_tokens)
                    {
                        request.Headers.Authorization = new("Bearer", _tokens[user]);
                    }
                }
                if (key is not null)
                {
                    request.Headers.Add("Idempotency-Key", key);
                }
                request.Content = body is null ? null : JsonContent.Create(body);
                using var response = await _http.SendAsync(request, cancellationToken);
                var text = await response.Content.ReadAsStringAsync(cancellationToken);
                if (response.StatusCode < HttpStatusCode.InternalServerError)
                {
                    return (response.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text));
                }
            }
            catch (Exception broken)
                when (broken is HttpRequestException or IOException or TaskCanceledException
                    && !cancellationToken.IsCancellationRequested
                )
            {
                // The host is down or was killed under this call; it comes back.
            }
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, cancellationToken);
        }
    }
}
