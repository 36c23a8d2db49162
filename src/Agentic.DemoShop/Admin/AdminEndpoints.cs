using System.Text.Json;
using System.Text.Json.Nodes;
using Agentic.DemoShop.World;

namespace Agentic.DemoShop.Admin;

/// <summary>Levers for tests and demonstrations; a real shop has none of these.</summary>
internal static class AdminEndpoints
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    public static void MapAdmin(this WebApplication app)
    {
        app.MapPut(
            "/admin/faults",
            (FaultPlan plan, Faults faults) =>
                faults.Set(plan) is { } wrong ? Results.Problem(wrong, statusCode: 400) : Results.NoContent()
        );
        app.MapPut("/admin/mode", SetMode);
        app.MapPatch("/admin/orders/{number}", PatchOrder);
        app.MapGet(
            "/ledger",
            (ShopLedger ledger, ShopWorld world) =>
            {
                lock (world.Gate)
                {
                    return Results.Ok(ledger.Lines.ToArray());
                }
            }
        );
        app.MapGet(
            "/attempts",
            (ShopLedger ledger) =>
            {
                lock (ledger.Gate)
                {
                    return Results.Ok(ledger.Attempts.ToArray());
                }
            }
        );
    }

    internal static void Patch(ShopWorld world, string number, JsonObject patch)
    {
        var order = world.FindOrder(number)!;
        var merged = (JsonObject)JsonSerializer.SerializeToNode(order, Web)!;
        foreach (var (name, value) in patch)
        {
            if (name == "lines" && value is JsonArray lines)
            {
                MergeLines((JsonArray)merged["lines"]!, lines);
                continue;
            }
            if (name == "disputed")
            {
                Dispute((JsonArray)merged["payments"]!, value);
                continue;
            }
            if (!merged.ContainsKey(name))
            {
                throw new JsonException(
                    $"an order has no '{name}'; it has {string.Join(", ", merged.Select(member => member.Key))}, "
                        + $"and takes 'disputed'."
                );
            }
            merged[name] = value?.DeepClone();
        }
        world.Put(merged.Deserialize<Order>(Web)! with { Number = order.Number, Version = order.Version + 1 });
    }

    private static IResult SetMode(Mode mode, ShopLedger ledger, ShopWorld world)
    {
        if (mode.Idempotency is not ("on" or "off" or "lookup"))
        {
            return Results.Problem("idempotency must be on, off or lookup.", statusCode: 400);
        }
        if (mode.Settlement is not ("immediate" or "events"))
        {
            return Results.Problem("settlement must be immediate or events.", statusCode: 400);
        }
        lock (world.Gate)
        {
            ledger.Mode = mode;
        }
        return Results.NoContent();
    }

    private static IResult PatchOrder(string number, JsonObject patch, ShopWorld world, ShopLedger ledger, TimeProvider time)
    {
        lock (world.Gate)
        {
            if (world.FindOrder(number) is null)
            {
                return Results.NotFound();
            }
            try
            {
                Patch(world, number, patch);
            }
            catch (JsonException wrong)
            {
                return Results.Problem($"The patch does not fit an order: {wrong.Message}", statusCode: 400);
            }
            ledger.Save("patch", number, patch, time.GetUtcNow());
            return Results.Ok(world.FindOrder(number));
        }
    }

    /// <summary>An amount that the customer's bank calls back, from the first payment on.</summary>
    private static void Dispute(JsonArray payments, JsonNode? amount)
    {
        var left =
            amount is JsonValue value && value.TryGetValue<decimal>(out var given) && given >= 0
                ? given
                : throw new JsonException("'disputed' must be an amount such as 54.50.");
        foreach (var payment in payments.OfType<JsonObject>())
        {
            var part = Math.Min(left, (decimal)payment["captured"]!);
            payment["disputed"] = part;
            left -= part;
        }
    }

    private static void MergeLines(JsonArray known, JsonArray patches)
    {
        foreach (var patch in patches.OfType<JsonObject>())
        {
            var line = known.OfType<JsonObject>().FirstOrDefault(line => (int?)line["line"] == (int?)patch["line"]);
            foreach (var (name, value) in line is null ? [] : patch)
            {
                line![name] = value?.DeepClone();
            }
        }
    }
}
