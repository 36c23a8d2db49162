using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Agentic.Contracts;
using Agentic.Orchestration.Approvals;
using Agentic.Orchestration.Requests;
using Agentic.Orchestration.Text;

namespace Agentic.Retail.Shop;

/// <summary>Where the money goes, and whether so much is left, beside the customer's words.</summary>
internal sealed partial class PaymentCheck : IDeviationCheck
{
    private static readonly LocalText AnotherMethod = new(
        "Das Geld geht auf ein anderes Zahlungsmittel als das, mit dem bezahlt wurde. Der Kunde hat keines genannt.",
        "The money goes to another payment method than the one that paid. The customer named none."
    );

    public IEnumerable<LocalText> Find(RequestState state, ApprovalState approval)
    {
        var arguments = approval.Asked.Content["arguments"] as JsonObject;
        var kind = Fact(approval, "quote.methodKind")?.ToString();
        if (
            (kind is not (null or "original" or "onFile") || (arguments?["refundTo"] ?? arguments?["payWith"]) is not null)
            && !state.Conversation.Any(line => line.From == "customer" && Method().IsMatch(line.Text))
        )
        {
            yield return AnotherMethod;
        }
        if (
            JsonMoney.Read(Fact(approval, "quote.refundable")) is { } refundable
            && JsonMoney.Read(approval.Asked.Content["atRisk"]) is { } atRisk
            && refundable.Currency == atRisk.Currency
            && refundable.Amount < atRisk.Amount
        )
        {
            yield return new(
                $"Nur noch {Texts.Show(refundable, "de")} können erstattet werden.",
                $"Only {Texts.Show(refundable, "en")} can still be refunded."
            );
        }
    }

    private static JsonNode? Fact(ApprovalState approval, string name) =>
        approval.Asked.Gated.Facts.FirstOrDefault(fact => fact.Name == name)?.Value;

    [GeneratedRegex("paypal|karte|card|gutschein|voucher|geschenk|gift", RegexOptions.IgnoreCase)]
    private static partial Regex Method();
}
