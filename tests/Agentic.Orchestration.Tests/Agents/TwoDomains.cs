using Agentic.Contracts;
using Agentic.Library;
using Agentic.Testing;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace Agentic.Orchestration.Tests.Agents;

/// <summary>A shop and a library in one host, with a model that says what a test wants.</summary>
internal static class TwoDomains
{
    public const string Both = "Bitte L2041 verlängern, und storniert Bestellung 10063";

    public static readonly object Renew = new { loanId = "L2041" },
        Cancel = new { orderId = "10063" };

    public static readonly string[] ShopWords =
    [
        "bestell",
        " order",
        "paket",
        "parcel",
        "artikel",
        "item",
        "rücksend",
        "refund",
        "erstatt",
        "shop",
        "lieferung",
    ];

    public static Workbench Open(IChatClient model)
    {
        var shop = new FakeShop();
        shop.AddOrder("10063", "anna", "69.90", "pending");
        return Workbench.Create(shop: shop, model: model);
    }

    public static LibraryBooks Loans(Workbench bench) => bench.Services.GetRequiredService<LibraryBooks>();

    public static async Task<IReadOnlyList<JournalEvent>> EventsAsync(Workbench bench, string id) =>
        [.. (await bench.Journal.ReadAsync(id, 0, default)).Select(entry => entry.Event)];

    /// <summary>One answer after the other; the last one again and again.</summary>
    public static ScriptedChatClient Says(params ChatResponse[] answers)
    {
        var next = 0;
        return new((_, _) => answers[Math.Min(next++, answers.Length - 1)]);
    }

    public static ChatResponse Calls(params (string Function, object Arguments)[] calls) =>
        new(
            new ChatMessage(
                ChatRole.Assistant,
                [.. calls.SelectMany(call => ScriptedChatClient.Call(call.Function, call.Arguments).Messages.Single().Contents)]
            )
        );
}
