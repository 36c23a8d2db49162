using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Agentic.Testing.Stories;

public sealed partial class Story
{
    private Task PatchPriceAsync() =>
        PatchAsync(
            new()
            {
                ["lines"] = new JsonArray(
                    new JsonObject
                    {
                        ["line"] = _random.Next(1, 6),
                        ["unitPrice"] = StoryWorld.In(_currency, _random.Next(5, 300) + (_random.Next(2) * 0.9m)),
                    }
                ),
            }
        );

    private async Task PatchAsync(JsonObject patch) =>
        (await _app.Shop.PatchAsJsonAsync($"/admin/orders/{Order}", patch)).EnsureSuccessStatusCode();

    private async Task FaultAsync()
    {
        string[] kinds =
        [
            "errorBefore",
            "errorAfter",
            "noAnswer",
            "wrongAnswer",
            "refuse",
            "saysFailed",
            "saysOther",
            "wrongTypes",
            "refusesAgain",
        ];
        string[] operations =
        [
            "refund",
            "return",
            "exchange",
            "cancelOrder",
            "changeItems",
            "changeOrderPayment",
            "changeOrderAddress",
        ];
        var (times, share) = (_random.Next(1, 3), 1.0);
        var kind = kinds[_random.Next(kinds.Length)];
        await _app.SetFaultsAsync([
            .. operations.Select(operation =>
                (object)
                    new
                    {
                        operation,
                        kind,
                        share,
                        times,
                        about = Order,
                    }
            ),
        ]);
    }

    /// <summary>The shop does not say what it knows, just when it is asked; then it does again.</summary>
    private async Task WhileDeafAsync(Func<Task> act)
    {
        await _app.SetFaultsAsync(
            new
            {
                operation = "query",
                kind = _random.Next(2) == 0 ? "errorBefore" : "wrongAnswer",
                share = 1.0,
                times = _random.Next(1, 4),
                about = Order,
            }
        );
        await act();
        await _app.QuietAsync(Id);
        await _app.SetFaultsAsync();
    }

    private async Task DecideAsync(JsonNode approval, string decision, JsonNode? arguments)
    {
        foreach (var user in (string[])["approver", "senior"])
        {
            var (status, _) = await _app.DecideAsync(
                user,
                approval,
                decision,
                decision == "approve" ? null : "Looked at it.",
                arguments
            );
            if (decision != "approve" || status != HttpStatusCode.OK)
            {
                return;
            }
        }
    }

    /// <summary>One piece less, or another amount; sometimes of the wrong kind.</summary>
    private JsonObject Edited(JsonObject arguments)
    {
        var edited = (JsonObject)arguments.DeepClone();
        if (edited["items"] is JsonArray items)
        {
            items[0]!["quantity"] = _random.Next(1, 3);
        }
        if (edited.ContainsKey("amount") || edited["items"] is null)
        {
            var amount = StoryWorld.In(_currency, _random.Next(1, 20));
            Judge.Named(amount, _currency);
            edited["amount"] = new JsonObject
            {
                ["amount"] = Plain(amount),
                ["currency"] = _random.Next(5) == 0 ? "CHF" : _currency,
            };
        }
        return edited;
    }

    private async Task ResolveAsync(JsonNode handOff)
    {
        var path = $"/api/handoffs/{handOff["id"]}";
        await _app.PostAsync("desk", path + "/claim");
        var outcomes = (JsonArray)(await _app.GetAsync("desk", path)).Body!["outcomes"]!;
        if (outcomes.Count > 0)
        {
            var outcome = (string)outcomes[_random.Next(outcomes.Count)]!;
            // What became of an effect is looked up, by two.
            outcome =
                outcome is not ("executed" or "notExecuted") ? outcome
                : await IsInTheBooksAsync(handOff) ? "executed"
                : "notExecuted";
            await _app.PostAsync("desk", path + "/resolution", new { outcome, note = "Looked at it." });
            await _app.PostAsync("approver", path + "/resolution", new { outcome, note = "Looked at it." });
        }
    }

    private async Task<bool> IsInTheBooksAsync(JsonNode handOff)
    {
        var runs = (JsonArray)(await _app.GetAsync("ops", $"/api/runs/{Id}-{handOff["ordinal"]}")).Body?["effects"]! ?? [];
        var ledger = await _app.LedgerAsync();
        return runs.Where(effect => (string)effect!["state"]! is "Unknown" or "Accepted")
            .Any(effect => ledger.Any(line => (string?)line!["key"] == (string)effect!["key"]!));
    }

    private async Task ProposeAsync(JsonNode handOff)
    {
        var amount = StoryWorld.In(_currency, _random.Next(1, 12));
        Judge.Named(amount, _currency);
        await _app.PostAsync("desk", $"/api/handoffs/{handOff["id"]}/claim");
        await _app.PostAsync(
            "desk",
            $"/api/handoffs/{handOff["id"]}/action",
            new
            {
                action = "goodwill_refund",
                arguments = new { orderId = Order, amount = new { amount = Plain(amount), currency = _currency } },
            }
        );
    }

    private JsonObject Found()
    {
        var amount = StoryWorld.In(_currency, _random.Next(10, 90));
        Judge.Named(amount, _currency);
        return _random.Next(6) switch
        {
            0 => new() { ["amount"] = amount },
            1 => new()
            {
                ["amount"] = new JsonObject { ["amount"] = Plain(amount), ["currency"] = "CHF" },
            },
            2 => [],
            _ => new()
            {
                ["amount"] = new JsonObject { ["amount"] = Plain(amount), ["currency"] = _currency },
            },
        };
    }

    private Task ReportAsync(string type, string key, JsonObject data) =>
        _app.ReportAsync($"{Id}-{++_events}", type, key, data);
}
