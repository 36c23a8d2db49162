using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Agentic.Lab.Chaos;

/// <summary>Scripted customers and approvers. They confirm, approve, reject and withdraw, and often click twice.</summary>
internal sealed class ChaosPeople(PatientApi api, HttpClient shop, ChaosOptions options)
{
    public ConcurrentDictionary<string, int> Submitted { get; } = new();

    public async Task CustomerAsync(int number, CancellationToken cancellationToken)
    {
        var random = new Random(options.Seed * 100_003 + number);
        var user = ChaosWorld.Customer(number);
        var text = ChaosWorld.Text(number, german: number % 2 == 0);
        var body = new JsonObject { ["text"] = text, ["locale"] = number % 2 == 0 ? "de" : "en" };
        var (status, created) = await api.PostAsync(
            user,
            "/api/requests",
            body,
            cancellationToken,
            $"chaos-{options.Seed}-{number}"
        );
        if (status != HttpStatusCode.Created)
        {
            throw new InvalidOperationException($"Submitting answered {status}: {created}");
        }
        var id = (string)created!["id"]!;
        Submitted[id] = number;
        if (random.Next(10) == 0)
        {
            // The same wish again, as a second request.
            var (_, second) = await api.PostAsync(user, "/api/requests", body, cancellationToken);
            Submitted[(string)second!["id"]!] = number;
            await ConfirmAsync(user, (string)second["id"]!, cancellationToken);
        }
        await ConfirmAsync(user, id, cancellationToken);
        if (random.Next(10) == 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(1500)), TimeProvider.System, cancellationToken);
            await api.PostAsync(user, $"/api/requests/{id}/withdrawal", [], cancellationToken);
        }
    }

    public async Task ApproverAsync(string user, CancellationToken cancellationToken)
    {
        var random = new Random(options.Seed);
        while (!cancellationToken.IsCancellationRequested)
        {
            var (_, page) = await api.GetAsync(user, "/api/approvals?state=open", cancellationToken);
            foreach (var approval in (JsonArray)page!["items"]!)
            {
                var id = (string)approval!["id"]!;
                if (((JsonArray)approval["decisions"]!).Any(decision => (string?)decision!["by"] == user))
                {
                    continue;
                }
                // Decided by the approval itself, so that a restart changes nobody's mind.
                var reject = id.GetHashCode(StringComparison.Ordinal) % 20 == 0;
                var decision = new JsonObject
                {
                    ["seal"] = approval["seal"]!.DeepClone(),
                    ["decision"] = reject ? "reject" : "approve",
                    ["reason"] = reject ? "Not plausible." : null,
                };
                await api.PostAsync(user, $"/api/approvals/{id}/decision", decision, cancellationToken);
                if (random.Next(4) == 0)
                {
                    await api.PostAsync(
                        user,
                        $"/api/approvals/{id}/decision",
                        (JsonObject)decision.DeepClone(),
                        cancellationToken
                    );
                }
            }
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, cancellationToken);
        }
    }

    /// <summary>The parcels arrive and are looked at: worth less than they cost. Each is reported once, some twice.</summary>
    public async Task InspectorAsync(CancellationToken cancellationToken)
    {
        var random = new Random(options.Seed);
        var seen = new HashSet<string>();
        while (!cancellationToken.IsCancellationRequested)
        {
            foreach (var parcel in (await shop.GetFromJsonAsync<JsonArray>("/admin/returns", cancellationToken))!)
            {
                var id = (string)parcel!["id"]!;
                if (!ChaosWorld.IsInspected((string)parcel["orderNumber"]!) || !seen.Add(id))
                {
                    continue;
                }
                for (var report = 0; report <= (random.Next(4) == 0 ? 1 : 0); report++)
                {
                    (
                        await shop.PostAsJsonAsync(
                            $"/admin/returns/{id}/inspected",
                            new { amount = new { amount = "40.00", currency = "EUR" } },
                            cancellationToken
                        )
                    ).EnsureSuccessStatusCode();
                }
            }
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, cancellationToken);
        }
    }

    /// <summary>
    /// Customers come back now and then and agree to what was proposed meanwhile: the lower refund after an
    /// inspection.
    /// </summary>
    public async Task ReturningAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            foreach (var (id, number) in Submitted.Where(request => ChaosWorld.Kind(request.Value) == "inspected").ToArray())
            {
                await AgreeAsync(ChaosWorld.Customer(number), id, cancellationToken);
            }
            await Task.Delay(TimeSpan.FromMilliseconds(300), TimeProvider.System, cancellationToken);
        }
    }

    /// <returns>The request's state before; <c>Asked</c> when it waits for words and not for a yes.</returns>
    private async Task<(string State, bool Agreed)> AgreeAsync(string user, string id, CancellationToken cancellationToken)
    {
        var (_, request) = await api.GetAsync(user, $"/api/requests/{id}", cancellationToken);
        var state = (string)request!["state"]!;
        if (state != "AwaitingCustomer" || (int?)request["plan"]?["version"] is not { } version)
        {
            return (state == "AwaitingCustomer" ? "Asked" : state, false);
        }
        var (status, _) = await api.PostAsync(
            user,
            $"/api/requests/{id}/confirmation",
            new() { ["planVersion"] = version, ["accepted"] = true },
            cancellationToken
        );
        return (state, status is HttpStatusCode.OK);
    }

    private async Task ConfirmAsync(string user, string id, CancellationToken cancellationToken)
    {
        while (true)
        {
            var (state, agreed) = await AgreeAsync(user, id, cancellationToken);
            if (agreed || state is not ("Received" or "Planning" or "AwaitingCustomer"))
            {
                return;
            }
            await Task.Delay(TimeSpan.FromMilliseconds(30), TimeProvider.System, cancellationToken);
        }
    }
}
