namespace Agentic.Retail.Planning;

/// <summary>The shop's actions as the offline planner knows them.</summary>
internal static class Actions
{
    public const string Return = "return_items",
        Cancel = "cancel_order",
        Exchange = "exchange_items",
        ChangeItems = "change_order_items",
        OrderAddress = "change_order_address",
        Payment = "change_order_payment",
        CustomerAddress = "change_customer_address",
        Goodwill = "goodwill_refund";

    /// <summary>Wishes that are about pieces of an order.</summary>
    public static bool IsAboutItems(string? action) => action is Return or Exchange;

    public static bool IsAboutAddress(string? action) => action is OrderAddress or CustomerAddress;
}
