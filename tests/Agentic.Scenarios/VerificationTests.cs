using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Agentic.Testing;

namespace Agentic.Scenarios;

/// <summary>Codes by e-mail: the same answer for everybody, few guesses, a short life.</summary>
public sealed partial class VerificationTests : IAsyncLifetime
{
    private AgenticApp _app = null!;

    public async Task InitializeAsync() => _app = await AgenticApp.StartAsync();

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task Verification_AnswersTheSame_WhetherOrNotThePairExists()
    {
        (string Order, string Email)[] pairs =
        [
            ("10042", "anna.berger@example.com"),
            ("10042", "john.carter@example.com"),
            ("99999", "anna.berger@example.com"),
            ("10042", "nobody@example.org"),
        ];
        var shapes = new HashSet<string>();
        foreach (var (orderId, email) in pairs)
        {
            using var response = await _app.Anonymous.PostAsJsonAsync("/api/verification", new { orderId, email });
            var body = (await response.Content.ReadFromJsonAsync<JsonObject>())!;
            var confirmed = await _app.Anonymous.PostAsJsonAsync(
                "/api/verification/confirmation",
                new { id = (string)body["id"]!, code = "x" }
            );
            shapes.Add(
                $"{response.StatusCode} {string.Join(',', body.Select(field => field.Key))} "
                    + $"{((string)body["id"]!).Length} {confirmed.StatusCode} "
                    + $"{(await confirmed.Content.ReadAsStringAsync()).Split("\"traceId\"")[0]}"
            );
        }
        shapes.Count.ShouldBe(1, string.Join('\n', shapes));
        await _app.MailAsync(mail => mail.To == "anna.berger@example.com");
        _app.Mails.Select(mail => mail.To).Distinct().ShouldBe(["anna.berger@example.com"]);
    }

    [Fact]
    public async Task Code_WorksOnce_ForFiveGuesses_AndAQuarterOfAnHour()
    {
        async Task<(string Challenge, string Code)> AskAsync()
        {
            var challenge = (string)
                (
                    await AgenticApp.PostAsync(
                        _app.Anonymous,
                        "/api/verification",
                        new
                        {
                            orderId = "10017",
                            email = "john.carter@example.com",
                            locale = "en",
                        },
                        HttpStatusCode.Accepted
                    )
                )["id"]!;
            return (challenge, Code().Match((await _app.MailAsync(mail => mail.Id == $"code-{challenge}")).Body).Value);
        }
        async Task<HttpStatusCode> EnterAsync(string challenge, string code) =>
            (await _app.Anonymous.PostAsJsonAsync("/api/verification/confirmation", new { id = challenge, code })).StatusCode;

        var (first, code) = await AskAsync();
        (await EnterAsync(first, code)).ShouldBe(HttpStatusCode.OK);
        (await EnterAsync(first, code)).ShouldBe(HttpStatusCode.Unauthorized, "used");

        var (second, other) = await AskAsync();
        for (var guess = 0; guess < 5; guess++)
        {
            (await EnterAsync(second, "wrong1")).ShouldBe(HttpStatusCode.Unauthorized);
        }
        (await EnterAsync(second, other)).ShouldBe(HttpStatusCode.Unauthorized, "guessed too often");

        var (third, late) = await AskAsync();
        _app.Time.Advance(TimeSpan.FromMinutes(16));
        (await EnterAsync(third, late)).ShouldBe(HttpStatusCode.Unauthorized, "too old");

        // A fourth within the hour is answered like any other, and not sent.
        var mails = _app.Mails.Count;
        await AgenticApp.PostAsync(
            _app.Anonymous,
            "/api/verification",
            new { orderId = "10017", email = "john.carter@example.com" },
            HttpStatusCode.Accepted
        );
        await AgenticApp.PostAsync(
            _app.Anonymous,
            "/api/verification",
            new { orderId = "10042", email = "anna.berger@example.com" },
            HttpStatusCode.Accepted
        );
        await _app.MailAsync(mail => mail.To == "anna.berger@example.com");
        _app.Mails.Count.ShouldBe(mails + 1);
    }

    [Theory]
    [InlineData("""{"orderId":"","email":"a@example.com"}""", "orderId")]
    [InlineData("""{"orderId":".","email":"a@example.com"}""", "orderId")]
    [InlineData("""{"orderId":"10042","email":"no address"}""", "email")]
    [InlineData("""{"orderId":"10042","email":"Anna <a@example.com>"}""", "email")]
    [InlineData("""{"orderId":"10042","email":"a@example.com","locale":"fr"}""", "locale")]
    public async Task Verification_BadInput_NamesTheField(string body, string field)
    {
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        var (status, problem) = await AgenticApp.ReadAsync(await _app.Anonymous.PostAsync("/api/verification", content));
        status.ShouldBe(HttpStatusCode.BadRequest);
        problem!["errors"]!.AsObject().ShouldContainKey(field);
    }

    [Fact]
    public async Task Verification_IsLimitedPerAddress()
    {
        await using var app = await AgenticApp.StartAsync(
            new Dictionary<string, string?> { ["Limits:VerificationsPerMinute"] = "5" }
        );
        var answers = new List<HttpStatusCode>();
        for (var attempt = 0; attempt < 8; attempt++)
        {
            answers.Add(
                (
                    await app.Anonymous.PostAsJsonAsync(
                        "/api/verification",
                        new { orderId = "10042", email = $"a{attempt}@example.com" }
                    )
                ).StatusCode
            );
        }
        answers.Count(answer => answer == HttpStatusCode.Accepted).ShouldBe(5);
        answers.Count(answer => answer == HttpStatusCode.TooManyRequests).ShouldBe(3);
    }

    [GeneratedRegex(@"\b\d{6}\b")]
    private static partial Regex Code();
}
