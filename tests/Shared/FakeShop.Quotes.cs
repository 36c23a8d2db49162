using System.Text.Json.Nodes;

namespace Agentic.Testing;

public sealed partial class FakeShop
{
    public void AddOrder(
        string number,
        string customer,
        string amount,
        string status = "delivered",
        string methodKind = "original"
    ) =>
        Orders[number] = (
            new()
            {
                ["found"] = true,
                ["orderId"] = number,
                ["customerId"] = customer,
                ["status"] = status,
                ["version"] = 1,
                ["note"] = "",
                ["disputed"] = false,
                ["itemsChanged"] = false,
                ["captured"] = Euro(amount),
                ["addressText"] = "Lindenstraße 8, 50674 Köln, DE",
            },
            new()
            {
                ["orderId"] = number,
                ["units"] = new JsonArray(new JsonObject { ["line"] = 1, ["number"] = 1 }),
                ["items"] = new JsonArray(
                    new JsonObject
                    {
                        ["label"] = new JsonObject { ["de"] = "Jacke", ["en"] = "jacket" },
                        ["quantity"] = 1,
                    }
                ),
                ["amount"] = Euro(amount),
                ["refundable"] = Euro("900.00"),
                ["fullAmount"] = Euro(amount),
                ["shipping"] = Euro("0.00"),
                ["allocations"] = new JsonArray(
                    new JsonObject
                    {
                        ["paymentId"] = "cap-1",
                        ["methodId"] = "card",
                        ["amount"] = Euro(amount),
                        ["newGiftCard"] = false,
                    }
                ),
                ["refundOn"] = "request",
                ["itemsReturnable"] = true,
                ["methodId"] = "card",
                ["methodKind"] = methodKind,
                ["method"] = new JsonObject { ["de"] = "Karte", ["en"] = "card" },
            }
        );

    private static JsonObject Swapped(JsonObject quote, JsonObject arguments) =>
        new()
        {
            ["orderId"] = quote["orderId"]!.DeepClone(),
            ["units"] = quote["units"]!.DeepClone(),
            ["items"] = quote["items"]!.DeepClone(),
            ["newItems"] = quote["items"]!.DeepClone(),
            ["changes"] = new JsonArray(
                new JsonObject
                {
                    ["line"] = 1,
                    ["number"] = 1,
                    ["variant"] = arguments["items"]![0]!["variant"]!.DeepClone(),
                }
            ),
            ["possible"] = quote["itemsReturnable"]!.DeepClone(),
            ["sameProduct"] = quote["sameProduct"]?.DeepClone() ?? true,
            ["available"] = quote["available"]?.DeepClone() ?? true,
            ["differs"] = true,
            ["difference"] = quote["difference"]?.DeepClone() ?? Euro("0.00"),
            ["direction"] = quote["difference"] is null ? "none" : quote["direction"]?.DeepClone() ?? "charge",
            ["settlement"] = new JsonObject { ["de"] = "Preisunterschied", ["en"] = "price difference" },
            ["value"] = quote["amount"]!.DeepClone(),
            ["refundable"] = quote["refundable"]!.DeepClone(),
            ["methodId"] = arguments["payWith"]?.DeepClone() ?? "card",
            ["methodKind"] = quote["payKind"]?.DeepClone() ?? "onFile",
            ["method"] = quote["method"]!.DeepClone(),
            ["balanceCovers"] = true,
        };

    private static JsonObject Redirected(JsonObject arguments) =>
        new()
        {
            ["orderId"] = arguments["orderId"]?.DeepClone(),
            ["address"] = arguments["address"]?.DeepClone(),
            ["addressText"] = (string?)arguments["address"]?["street"],
            ["previous"] = new JsonObject
            {
                ["street"] = "Lindenstraße 8",
                ["postalCode"] = "50674",
                ["city"] = "Köln",
                ["country"] = "DE",
            },
            ["previousText"] = "Lindenstraße 8, 50674 Köln, DE",
            ["differs"] = true,
        };

    private static JsonObject Repaid((JsonObject Order, JsonObject Quote) found, JsonObject arguments) =>
        new()
        {
            ["orderId"] = found.Quote["orderId"]!.DeepClone(),
            ["amount"] = found.Quote["amount"]!.DeepClone(),
            ["methodId"] = arguments["payWith"]!.DeepClone(),
            ["methodKind"] =
                found.Quote["payKind"]?.DeepClone()
                ?? ((string?)arguments["payWith"] is "card" or "gift" ? "onFile" : "unknown"),
            ["method"] = found.Quote["method"]!.DeepClone(),
            ["previousMethodId"] = "card",
            ["singlePayment"] = true,
            ["differs"] = true,
            ["balanceCovers"] = true,
        };
}
