using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace Agentic.DemoShop.Events;

/// <summary>
/// Tells the orchestrator what happened later: a parcel arrived, a bank credited or returned money. Signed, sent until it
/// is taken.
/// </summary>
public sealed partial class EventSender(IConfiguration configuration, TimeProvider time, ILogger<EventSender> log)
    : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private readonly Channel<JsonObject> _waiting = Channel.CreateUnbounded<JsonObject>();
    private readonly string? _address = configuration["DemoShop:Events"];
    private readonly byte[] _secret = Encoding.UTF8.GetBytes(configuration["DemoShop:EventSecret"] ?? "");

    /// <param name="key">The business key that the event is about, such as a return's or a refund's number.</param>
    public void Send(string type, string key, JsonObject data) =>
        _waiting.Writer.TryWrite(
            new()
            {
                // New after every restart too: a number would begin again and name another event by a used id.
                ["id"] = Guid.CreateVersion7(time.GetUtcNow()).ToString("N"),
                ["type"] = type,
                ["key"] = key,
                ["at"] = time.GetUtcNow().ToString("O"),
                ["data"] = data,
            }
        );

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (string.IsNullOrEmpty(_address))
        {
            return;
        }
        using var http = new HttpClient();
        await foreach (var happened in _waiting.Reader.ReadAllAsync(stoppingToken))
        {
            if (!await TrySendAsync(http, happened, stoppingToken))
            {
                // To the back of the queue: one that nobody knows yet does not hold up the others.
                _waiting.Writer.TryWrite(happened);
                await Task.Delay(Pause, time, stoppingToken);
            }
        }
    }

    /// <returns>False when it is worth sending again; a refusal that would only repeat itself is logged and dropped.</returns>
    private async Task<bool> TrySendAsync(HttpClient http, JsonObject happened, CancellationToken cancellationToken)
    {
        var body = Encoding.UTF8.GetBytes(happened.ToJsonString());
        using var request = new HttpRequestMessage(HttpMethod.Post, _address) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.Add("X-Signature", "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(_secret, body)));
        try
        {
            using var response = await http.SendAsync(request, cancellationToken);
            if (!response.IsSuccessStatusCode)
            {
                NotTaken(log, (string)happened["id"]!, (int)response.StatusCode);
            }
            return response.IsSuccessStatusCode || (int)response.StatusCode is 400 or 401 or 413 or 422;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    [LoggerMessage(7001, LogLevel.Warning, "Event {Id} was answered with {Status}")]
    private static partial void NotTaken(ILogger logger, string id, int status);
}
