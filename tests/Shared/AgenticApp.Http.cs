using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Agentic.Testing;

public sealed partial class AgenticApp
{
    public async Task SetFaultsAsync(params object[] faults) =>
        (await Shop.PutAsJsonAsync("/admin/faults", new { faults })).EnsureSuccessStatusCode();

    /// <summary>
    /// What the shop reports, signed with the secret that the test gave the host (<c>Events:shop:Secret</c>).
    /// </summary>
    public async Task<(HttpStatusCode Status, string Body)> ReportAsync(
        string id,
        string type,
        string key,
        object? data = null,
        string secret = EventSecret
    )
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                id,
                type,
                key,
                data = data ?? new { },
            }
        );
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/events/shop")
        {
            Content = new ByteArrayContent(body),
        };
        request.Headers.Add(
            "X-Signature",
            "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body))
        );
        using var response = await Anonymous.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    public async Task PatchOrderAsync(string number, object patch) =>
        (await Shop.PatchAsJsonAsync($"/admin/orders/{number}", patch)).EnsureSuccessStatusCode();

    public async Task<(HttpStatusCode Status, JsonNode? Body)> GetAsync(string user, string path) =>
        await ReadAsync(await (await AsAsync(user)).GetAsync(path));

    public async Task<(HttpStatusCode Status, JsonNode? Body)> PostAsync(string user, string path, object? body = null) =>
        await ReadAsync(await (await AsAsync(user)).PostAsJsonAsync(path, body ?? new { }));

    public static async Task<JsonNode> PostAsync(HttpClient client, string path, object body, HttpStatusCode expected)
    {
        var (status, answer) = await ReadAsync(await client.PostAsJsonAsync(path, body));
        status.ShouldBe(expected, answer?.ToJsonString());
        return answer!;
    }

    public static async Task<(HttpStatusCode Status, JsonNode? Body)> ReadAsync(HttpResponseMessage response)
    {
        using (response)
        {
            var text = await response.Content.ReadAsStringAsync();
            return (response.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text));
        }
    }
}
