namespace Agentic.Retail.Shop;

/// <summary>What the shop answers: dotted paths and their types, as workflows may read them.</summary>
internal static class ShopAnswers
{
    public static readonly Dictionary<string, string> Order = new()
    {
        ["found"] = "Boolean",
        ["orderId"] = "String",
        ["customerId"] = "String",
        ["status"] = "String",
        ["orderedAt"] = "DateTime",
        ["deliveredAt"] = "DateTime",
        ["currency"] = "String",
        ["version"] = "Int32",
        ["address"] = "Object",
        ["addressText"] = "String",
        ["itemsChanged"] = "Boolean",
        ["disputed"] = "Boolean",
        ["captured"] = "Object",
        ["refunded"] = "Object",
        ["discount"] = "Object",
        ["shipping"] = "Object",
        ["vatPercent"] = "Int32",
        ["payments"] = "Array",
        ["lines"] = "Array",
    };

    public static readonly Dictionary<string, string> Risk = new()
    {
        ["found"] = "Boolean",
        ["address"] = "Object",
        ["addressText"] = "String",
        ["addressAgeHours"] = "Int32",
        ["methodAgeHours"] = "Int32",
        ["refundedPercent"] = "Int32",
        ["accountsAtAddress"] = "Int32",
    };

    public static readonly Dictionary<string, string> Refund = new()
    {
        ["orderId"] = "String",
        ["units"] = "Array",
        ["items"] = "Array",
        ["amount"] = "Object",
        ["fullAmount"] = "Object",
        ["refundable"] = "Object",
        ["goods"] = "Object",
        ["shipping"] = "Object",
        ["vat"] = "Object",
        ["allocations"] = "Array",
        ["itemsReturnable"] = "Boolean",
        ["refundOn"] = "String",
        ["refundWhen"] = "Object",
        ["settled"] = "Object",
        ["nothingToRefund"] = "Boolean",
        ["methodId"] = "String",
        ["methodKind"] = "String",
        ["method"] = "Object",
    };

    public static readonly Dictionary<string, string> Exchange = new()
    {
        ["orderId"] = "String",
        ["units"] = "Array",
        ["items"] = "Array",
        ["newItems"] = "Array",
        ["changes"] = "Array",
        ["possible"] = "Boolean",
        ["sameProduct"] = "Boolean",
        ["available"] = "Boolean",
        ["differs"] = "Boolean",
        ["difference"] = "Object",
        ["direction"] = "String",
        ["settlement"] = "Object",
        ["value"] = "Object",
        ["refundable"] = "Object",
        ["methodId"] = "String",
        ["methodKind"] = "String",
        ["method"] = "Object",
        ["balanceCovers"] = "Boolean",
    };

    public static readonly Dictionary<string, string> Payment = new()
    {
        ["orderId"] = "String",
        ["amount"] = "Object",
        ["methodId"] = "String",
        ["methodKind"] = "String",
        ["method"] = "Object",
        ["previousMethodId"] = "String",
        ["singlePayment"] = "Boolean",
        ["differs"] = "Boolean",
        ["balanceCovers"] = "Boolean",
    };

    public static readonly Dictionary<string, string> Address = new()
    {
        ["orderId"] = "String",
        ["address"] = "Object",
        ["addressText"] = "String",
        ["previous"] = "Object",
        ["previousText"] = "String",
        ["differs"] = "Boolean",
    };

    public static readonly Dictionary<string, string> CustomerAddress = new(Address.Where(field => field.Key != "orderId"))
    {
        ["customerId"] = "String",
    };

    public static readonly Dictionary<string, string> Items = new()
    {
        ["orderId"] = "String",
        ["items"] = "Array",
        ["payWith"] = "String?",
    };

    public static readonly Dictionary<string, string> Changes = new()
    {
        ["orderId"] = "String",
        ["changes"] = "Array",
        ["difference"] = "Object",
        ["direction"] = "String",
        ["methodId"] = "String",
    };
}
