using System.Text.Json.Nodes;
using Agentic.DemoShop.Operations;
using Agentic.DemoShop.World;

namespace Agentic.DemoShop.Events;

/// <param name="Amount">What the inspection found the pieces to be worth; the full amount when null.</param>
public sealed record Inspection(Money? Amount = null);

/// <summary>Levers that stand for the parcel service and the bank.</summary>
internal static class EventEndpoints
{
    public static void MapEvents(this WebApplication app)
    {
        app.MapPost(
            "/admin/returns/{id}/received",
            (string id, ShopWorld world, EventSender events) => Parcel(id, "parcel.received", null, world, events)
        );
        app.MapPost(
            "/admin/returns/{id}/inspected",
            (string id, Inspection? found, ShopWorld world, EventSender events) =>
                Parcel(id, "parcel.inspected", found?.Amount, world, events)
        );
        app.MapPost(
            "/admin/refunds/{id}/credited",
            (string id, ShopWorld world, EventSender events) => Settle(id, "refund.credited", Settlement.Credit, world, events)
        );
        app.MapPost(
            "/admin/refunds/{id}/returned",
            (string id, ShopWorld world, EventSender events) => Settle(id, "refund.returned", Settlement.Return, world, events)
        );
        app.MapGet(
            "/admin/refunds",
            (ShopWorld world) =>
            {
                lock (world.Gate)
                {
                    return Results.Ok(world.Refunds.Values.ToArray());
                }
            }
        );
        app.MapGet(
            "/admin/returns",
            (ShopWorld world) =>
            {
                lock (world.Gate)
                {
                    return Results.Ok(world.Returns.Values.ToArray());
                }
            }
        );
    }

    private static IResult Parcel(string id, string type, Money? amount, ShopWorld world, EventSender events)
    {
        lock (world.Gate)
        {
            if (!world.Returns.TryGetValue(id, out var made))
            {
                return Results.NotFound();
            }
            events.Send(
                type,
                made.Id,
                new()
                {
                    ["orderId"] = made.OrderNumber,
                    ["restock"] = made.Restock,
                    ["amount"] = amount is null
                        ? null
                        : new JsonObject { ["amount"] = amount.Amount, ["currency"] = amount.Currency },
                }
            );
            return Results.Accepted();
        }
    }

    private static IResult Settle(
        string id,
        string type,
        Func<ShopWorld, string, Refund?> settle,
        ShopWorld world,
        EventSender events
    )
    {
        lock (world.Gate)
        {
            if (settle(world, id) is not { } refund)
            {
                return Results.NotFound();
            }
            events.Send(
                type,
                refund.Id,
                new()
                {
                    ["orderId"] = refund.OrderNumber,
                    ["amount"] = new JsonObject { ["amount"] = refund.Amount.Amount, ["currency"] = refund.Amount.Currency },
                }
            );
            return Results.Accepted();
        }
    }
}
