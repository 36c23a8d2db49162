using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Agentic.Orchestration.Identity;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Agentic.Host.Demo;

/// <summary>The script's people at the public API: who signs in how, and what they send.</summary>
internal sealed class DemoStoryClient(StoryClock clock, string url, string shopUrl, string secret) : IDisposable
{
    private readonly HttpClient _api = new() { BaseAddress = new(url) },
        _shop = new() { BaseAddress = new(shopUrl) };
    private readonly Dictionary<string, string> _tokens = [];

    public async Task<string> StaffAsync(string user) =>
        _tokens.TryGetValue(user, out var known)
            ? known
            : _tokens[user] = (string)
                (await PostAsync(null, "/api/session", new { user, password = DemoAccounts.Password }))["token"]!;

    public async Task<string> CustomerAsync(string customer)
    {
        if (_tokens.TryGetValue(customer, out var known))
        {
            return known;
        }
        var now = clock.GetUtcNow().UtcDateTime;
        var assertion = new JsonWebTokenHandler().CreateToken(
            new SecurityTokenDescriptor
            {
                Issuer = DemoStory.Issuer,
                Audience = "agentic",
                Claims = new Dictionary<string, object> { ["sub"] = customer, ["jti"] = Guid.NewGuid().ToString("N") },
                IssuedAt = now,
                NotBefore = now,
                Expires = now.AddMinutes(5),
                SigningCredentials = new(
                    new SymmetricSecurityKey(Encoding.UTF8.GetBytes(secret)),
                    SecurityAlgorithms.HmacSha256
                ),
            }
        );
        return _tokens[customer] = (string)
            (await PostAsync(null, "/api/session/assertion", new { value = assertion }))["token"]!;
    }

    public Task<JsonObject> PostAsync(string? token, string path, object body) => SendAsync(token, HttpMethod.Post, path, body);

    public async Task<JsonObject> SendAsync(string? token, HttpMethod method, string path, object? body)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        using var response = await _api.SendAsync(request);
        var answer = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode
            ? JsonNode.Parse(answer) as JsonObject ?? []
            : throw new InvalidOperationException($"{method} {path} answered {(int)response.StatusCode}: {answer}");
    }

    public async Task ShopAsync(HttpMethod method, string path, object body)
    {
        using var request = new HttpRequestMessage(method, path) { Content = JsonContent.Create(body) };
        using var response = await _shop.SendAsync(request);
        response.EnsureSuccessStatusCode();
    }

    public void Dispose()
    {
        _api.Dispose();
        _shop.Dispose();
    }
}
