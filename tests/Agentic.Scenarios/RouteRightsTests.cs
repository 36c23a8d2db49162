using System.Net;
using System.Text;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Agentic.Scenarios;

/// <summary>
/// Every route, every role, one's own and somebody else's object: one table, and no route is missing from it.
/// </summary>
public sealed class RouteRightsTests(ApiInputTests.Running running) : IClassFixture<ApiInputTests.Running>
{
    private const string Everybody = "anna john desk approver senior ops cx privacy admin",
        Staff = "desk approver senior ops cx privacy admin",
        Desk = "desk approver senior";

    /// <summary>
    /// Who may; what other customers and other staff are answered. Bodies are well-formed and change nothing, or only
    /// what nobody else in the table needs.
    /// </summary>
    private static readonly (string Method, string Path, string? Body, string Allowed, int Customer, int OtherStaff)[] Table =
    [
        ("POST", "/api/requests", """{"text":" "}""", "nobody " + Everybody, 0, 0),
        ("GET", "/api/session", null, "nobody " + Everybody, 0, 0),
        ("GET", "/api/cockpit", null, Staff, 403, 0),
        ("GET", "/api/cockpit/history", null, Staff, 403, 0),
        ("GET", "/api/bus/unreadable", null, "ops admin", 403, 403),
        ("DELETE", "/api/bus/unreadable", null, "ops admin", 403, 403),
        ("GET", "/api/hosts", null, Staff, 403, 0),
        ("POST", "/api/hosts/{host}/draining", """{"draining":false}""", "ops admin", 403, 403),
        ("GET", "/api/absences", null, Staff, 403, 0),
        ("POST", "/api/absences", """{"until":"2001-01-01T00:00:00Z"}""", Staff, 403, 0),
        ("DELETE", "/api/absences", null, Staff, 403, 0),
        ("POST", "/api/accounts/admin/dismissal", """{"dismissed":true}""", "admin", 403, 403),
        ("POST", "/api/approvals/{approval}/presence", "{}", Staff, 404, 0),
        ("GET", "/api/my/requests", null, "anna john", 0, 403),
        ("GET", "/api/requests", null, Staff, 403, 0),
        ("GET", "/api/requests/{id}", null, "anna " + Staff, 404, 0),
        ("GET", "/api/requests/{id}/events", null, "anna " + Staff, 404, 0),
        ("GET", "/api/requests/{id}/journal", null, Staff, 403, 0),
        ("POST", "/api/requests/{id}/messages", """{"text":" "}""", "anna", 404, 403),
        ("POST", "/api/requests/{id}/verification", "{}", "anna", 404, 403),
        ("POST", "/api/requests/{id}/confirmation", """{"planVersion":99,"accepted":true}""", "anna", 404, 403),
        ("POST", "/api/requests/{id}/handoff", """{"reason":"{long}"}""", "anna", 404, 403),
        ("POST", "/api/requests/{id}/feedback", """{"solved":true,"score":9}""", "anna", 404, 403),
        ("POST", "/api/requests/{id}/objection", """{"text":"{long}"}""", "anna", 404, 403),
        ("GET", "/api/approvals", null, Staff, 403, 0),
        ("GET", "/api/approvals/{approval}", null, Staff, 404, 0),
        ("GET", "/api/events", null, Staff, 403, 0),
        ("POST", "/api/approvals/decisions", """{"decisions":[{"id":"{approval}","seal":"x"}]}""", Staff, 404, 0),
        ("POST", "/api/approvals/{approval}/decision", """{"seal":"x","decision":"approve"}""", "approver senior", 404, 403),
        ("POST", "/api/approvals/{approval}/claim", "{}", "approver senior", 404, 403),
        ("POST", "/api/approvals/{approval}/release", "{}", "approver senior", 404, 403),
        ("POST", "/api/approvals/{approval}/question", """{"text":"Which colour?"}""", "approver senior", 404, 403),
        ("GET", "/api/handoffs", null, Staff, 403, 0),
        ("GET", "/api/handoffs/{handoff}", null, Staff, 404, 0),
        ("POST", "/api/handoffs/{handoff}/reply", """{"text":" "}""", Desk, 404, 403),
        ("POST", "/api/handoffs/{handoff}/resolution", """{"outcome":"perhaps","note":"x"}""", Desk, 404, 403),
        ("POST", "/api/handoffs/{handoff}/return", """{"note":" "}""", Desk, 404, 403),
        ("POST", "/api/handoffs/{handoff}/claim", "{}", Desk, 404, 403),
        (
            "POST",
            "/api/handoffs/{handoff}/action",
            """{"action":"goodwill_refund","arguments":{"orderId":"99999"}}""",
            Desk,
            404,
            403
        ),
        ("GET", "/api/runs", null, Staff, 403, 0),
        ("GET", "/api/runs/{run}", null, Staff, 404, 0),
        ("POST", "/api/runs/{run}/retry?dryRun=true", "{}", "ops admin", 404, 403),
        ("POST", "/api/runs/{run}/undo?dryRun=true", "{}", "ops admin", 404, 403),
        ("POST", "/api/runs/{run}/cancel?dryRun=true", "{}", "ops admin", 404, 403),
        ("GET", "/api/workflows", null, Staff, 403, 0),
        ("GET", "/api/workflows/return_items/1", null, Staff, 404, 0),
        ("GET", "/api/workflows/return_items/statistics", null, "ops cx admin", 404, 403),
        ("GET", "/api/audit/verification", null, "privacy admin", 403, 403),
        ("GET", "/api/packs", null, Staff, 403, 0),
        ("POST", "/api/packs/retail/suspension", """{"suspended":false,"reason":" "}""", "ops admin", 404, 403),
        // What ends something comes last.
        ("POST", "/api/approvals/{approval}/takeover", "{}", "approver senior", 404, 403),
        ("POST", "/api/requests/{id}/withdrawal", "{}", "anna", 404, 403),
    ];

    /// <summary>Open to everybody, or signed in another way.</summary>
    private static readonly string[] WithoutSession =
    [
        "/api/about",
        "/api/demo/steps",
        "/my",
        "/r/{id}",
        "/sign-in",
        "/desk/{**rest}",
        "/cockpit/{**rest}",
        "/api/session/link",
        "/api/session/assertion",
        "/api/session/openid",
        "/api/session/openid/callback",
        "/api/verification",
        "/api/verification/confirmation",
        "/demo/mail",
        "/api/events/{source}",
        "/health/live",
        "/health/ready",
        "/openapi/{documentName}.json",
        "/",
    ];

    [Fact]
    public async Task EveryRoute_ForEveryRole_OwnAndForeign()
    {
        var findings = new List<string>();
        foreach (var (method, path, body, allowed, customer, otherStaff) in Table)
        {
            // Those who may not go first, so that nothing is over before they have tried.
            var users = new[] { "" }.Concat(Everybody.Split(' ').OrderBy(user => allowed.Split(' ').Contains(user)));
            foreach (var user in users)
            {
                var status = (int)await SendAsync(user, method, running.Fill(path), body);
                var expected =
                    user.Length == 0 ? (allowed.StartsWith("nobody", StringComparison.Ordinal) ? 0 : 401)
                    : allowed.Split(' ').Contains(user) ? 0
                    : user is "anna" or "john" ? customer
                    : otherStaff;
                if (expected == 0 ? status is 401 or 403 or 404 or >= 500 : status != expected)
                {
                    findings.Add(
                        $"{(user.Length == 0 ? "nobody" : user)} {method} {path}: {status}, expected "
                            + $"{(expected == 0 ? "allowed" : expected)}"
                    );
                }
            }
        }
        findings.ShouldBeEmpty();
    }

    [Fact]
    public void EveryRoute_IsInTheTable()
    {
        var known = Table.Select(row => $"{row.Method} {row.Path.Split('?')[0]}").ToHashSet();
        var mapped = running
            .App.Services.GetRequiredService<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => !WithoutSession.Contains("/" + endpoint.RoutePattern.RawText!.Trim('/')))
            .SelectMany(endpoint =>
                endpoint
                    .Metadata.OfType<HttpMethodMetadata>()
                    .SelectMany(methods => methods.HttpMethods)
                    .Select(method => $"{method} /{endpoint.RoutePattern.RawText!.Trim('/')}")
            )
            .ToArray();
        mapped.Length.ShouldBeGreaterThan(30);
        mapped = [.. mapped.Except(["POST /api/session", "DELETE /api/session"])];
        string Shape(string route) =>
            string.Join(
                '/',
                route
                    .Split('/')
                    .Select(part => part.StartsWith('{') || part is "retail" or "return_items" or "1" or "admin" ? "*" : part)
            );
        mapped.Select(Shape).Except(known.Select(Shape)).ShouldBeEmpty();
    }

    private async Task<HttpStatusCode> SendAsync(string user, string method, string path, string? body)
    {
        var client = user.Length == 0 ? running.App.Anonymous : await running.App.AsAsync(user);
        using var request = new HttpRequestMessage(new(method), path);
        if (body is not null)
        {
            request.Content = new StringContent(
                running.Fill(body).Replace("{long}", new string('x', 4001), StringComparison.Ordinal),
                Encoding.UTF8,
                "application/json"
            );
        }
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return response.StatusCode;
    }
}
