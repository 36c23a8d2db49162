using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Agentic.Testing.Stories;

/// <summary>
/// One random story, the same for the same seed: a customer asks, and then customer, colleagues, shop, bank and parcel service
/// do what comes to their minds, often at the wrong moment. The judge looks after each step.
/// </summary>
public sealed partial class Story
{
    private static readonly string[] Kinds =
    [
        "return",
        "return",
        "cancel",
        "exchange",
        "goodwill",
        "change",
        "repay",
        "inspected",
        "received",
        "two",
        "redirect",
    ];
    private readonly AgenticApp _app;
    private readonly int _number;
    private readonly Random _random;
    private readonly string _currency;
    private int _events;

    private Story(AgenticApp app, int number, int seed) =>
        (_app, _number, _random, _currency) = (app, number, new Random((seed * 7919) + number), StoryWorld.CurrencyOf(number));

    public string Id { get; private set; } = "";

    public string Kind { get; private set; } = "";

    public bool IsGerman => _number % 2 == 0;

    public string Customer => StoryWorld.Customer(_number);

    public StoryJudge Judge { get; private set; } = null!;

    /// <summary>What happened, in order.</summary>
    public List<string> Steps { get; } = [];

    private string Order => StoryWorld.Order(_number);

    public static async Task<Story> BeginAsync(AgenticApp app, int number, int seed)
    {
        var story = new Story(app, number, seed) { Kind = Kinds[(number + seed) % Kinds.Length] };
        var isOpen = story.Kind is "cancel" or "change" or "repay" or "redirect";
        var shape = StoryWorld.Shape(number, story._random, isOpen ? "pending" : "delivered");
        await story.PatchAsync(shape);
        story.Id = await app.SubmitAsync(story.Customer, story.Words(), story.IsGerman ? "de" : "en");
        story.Judge = new(app, story.Id, story.Customer, story.Order, (decimal)shape["vatRate"]!);
        await story.LookAsync($"'{story.Words()}'");
        return story;
    }

    /// <summary>So many steps, each whatever is possible then.</summary>
    public async Task PlayAsync(int steps)
    {
        for (var step = 0; step < steps; step++)
        {
            var possible = await PossibleAsync();
            var (name, act) = possible[_random.Next(possible.Count)];
            await Judge.LookAtFactsAsync();
            await act();
            await LookAsync(name);
        }
        Judge.CheckMails();
    }

    private async Task LookAsync(string step)
    {
        Steps.Add(step);
        // What failed is tried again after a moment; until then nothing is due.
        for (var round = 0; round < 3; round++)
        {
            await _app.QuietAsync(Id);
            await _app.AdvanceTimeAsync(TimeSpan.FromSeconds(2));
        }
        // What the judge compares is read in several answers: until it has read them all, nothing may fall due.
        _app.Time.Hold();
        await _app.QuietAsync(Id);
        await Judge.CheckAsync(string.Join(" | ", Steps));
        _app.Time.Continue();
    }

    private string Words() =>
        (Kind, IsGerman) switch
        {
            ("cancel", true) => $"Bitte Bestellung {Order} stornieren",
            ("cancel", false) => $"please cancel order {Order}",
            ("exchange", true) => $"Bestellung {Order}: die Jacke bitte gegen schwarz tauschen",
            ("exchange", false) => $"exchange the jacket from {Order} for a black one",
            ("change", true) => $"Bestellung {Order}: die Uhr bitte in schwarz ändern",
            ("change", false) => $"change the watch in {Order} to black",
            ("repay", true) => $"Bestellung {Order} bitte mit PayPal bezahlen",
            ("repay", false) => $"switch the payment of {Order} to paypal",
            ("redirect", true) => $"Lieferadresse von {Order} ändern: Gartenweg 5, 50667 Köln",
            ("redirect", false) => $"change the delivery address of {Order} to 5 Church Road, Leeds LS1 4DY",
            ("goodwill", true) => $"Bestellung {Order} kam zu spät, bitte eine Entschädigung",
            ("goodwill", false) => $"order {Order} was late, I would like some compensation",
            ("inspected", true) => $"Bestellung {Order}: der Kopfhörer passt nicht, Geld zurück bitte",
            ("inspected", false) => $"Order {Order}: please refund the {StoryWorld.Inspected}",
            ("received", true) => $"Bestellung {Order}: der Gürtel passt nicht, Geld zurück bitte",
            ("received", false) => $"Order {Order}: please refund the belt",
            ("two", true) => $"Bestellung {Order}: die Jacke zurück, und die Tasse bitte gegen schwarz tauschen",
            ("two", false) => $"Order {Order}: please refund the jacket, and exchange the mug for a black one",
            (_, true) => $"Bestellung {Order}: die Jacke passt nicht, Geld zurück bitte",
            _ => $"Order {Order}: please refund the jacket",
        };

    private async Task<List<(string Name, Func<Task> Act)>> PossibleAsync()
    {
        var request = (await _app.GetAsync(Customer, $"/api/requests/{Id}")).Body!;
        var version = (int?)request["plan"]?["version"];
        List<(string, Func<Task>)> possible = [];
        void Add(int weight, string name, Func<Task> act) => possible.AddRange(Enumerable.Repeat((name, act), weight));
        if ((string)request["state"]! == "AwaitingCustomer" && version is { } shown)
        {
            Add(12, $"yes to {shown}", () => AnswerAsync(shown, true));
            Add(1, $"yes to {shown} while the shop is deaf", () => WhileDeafAsync(() => AnswerAsync(shown, true)));
            Add(1, $"no to {shown}", () => AnswerAsync(shown, false));
            Add(1, $"yes to {shown - 1}", () => AnswerAsync(shown - 1, true));
            Add(1, "yes in words", () => WriteAsync(IsGerman ? "ja" : "yes"));
            Add(2, "another price", PatchPriceAsync);
        }
        Add(1, "a side question", () => WriteAsync(IsGerman ? "Wo ist mein Paket?" : "Where is my parcel?"));
        Add(1, "a no to nothing", () => WriteAsync(IsGerman ? "nein" : "no"));
        Add(1, "another price", PatchPriceAsync);
        Add(1, "another tax", () => PatchAsync(new() { ["vatRate"] = Judge.VatRate = _random.Next(5, 20) / 100m }));
        Add(1, "other delivery costs", () => PatchAsync(new() { ["shipping"] = StoryWorld.In(_currency, _random.Next(10)) }));
        Add(1, "a chargeback", () => PatchAsync(new() { ["disputed"] = StoryWorld.In(_currency, _random.Next(3) * 150) }));
        Add(1, "hours pass", () => _app.AdvanceTimeAsync(TimeSpan.FromHours(_random.Next(1, 9))));
        Add(1, "a fault of the shop", FaultAsync);
        if (_random.Next(6) == 0)
        {
            Add(1, "a withdrawal", () => _app.PostAsync(Customer, $"/api/requests/{Id}/withdrawal"));
            Add(1, "wants a person", () => _app.PostAsync(Customer, $"/api/requests/{Id}/handoff"));
            Add(
                1,
                "the state moves",
                () => PatchAsync(new() { ["status"] = _random.Next(2) == 0 ? "processed" : "delivered" })
            );
            Add(1, "days pass", () => _app.AdvanceTimeAsync(TimeSpan.FromDays(_random.Next(1, 20))));
        }
        foreach (var approval in await OfRequestAsync("/api/approvals?state=open"))
        {
            Add(8, "approve", () => DecideAsync(approval, "approve", null));
            Add(1, "approve while the shop is deaf", () => WhileDeafAsync(() => DecideAsync(approval, "approve", null)));
            Add(1, "reject", () => DecideAsync(approval, "reject", null));
            Add(2, "edit", () => DecideAsync(approval, "edit", Edited((JsonObject)approval["arguments"]!)));
            Add(1, "senior claims", () => _app.PostAsync("senior", $"/api/approvals/{approval["id"]}/claim"));
        }
        foreach (var handOff in (await OfRequestAsync("/api/handoffs")).Where(handOff => (string?)handOff["state"] != "closed"))
        {
            Add(2, $"answer a case ({handOff["topic"]})", () => ResolveAsync(handOff));
            Add(
                1,
                "give it back",
                () => _app.PostAsync("desk", $"/api/handoffs/{handOff["id"]}/return", new { note = "Please go on." })
            );
            Add(1, "propose goodwill", () => ProposeAsync(handOff));
        }
        foreach (
            var parcel in ((JsonArray)(await _app.Shop.GetFromJsonAsync<JsonArray>("/admin/returns"))!).Where(parcel =>
                (string)parcel!["orderNumber"]! == Order
            )
        )
        {
            Add(2, "parcel received", () => ReportAsync("parcel.received", (string)parcel!["id"]!, new JsonObject()));
            Add(2, "parcel inspected", () => ReportAsync("parcel.inspected", (string)parcel!["id"]!, Found()));
        }
        foreach (
            var refund in (await _app.Shop.GetFromJsonAsync<JsonArray>("/admin/refunds"))!.Where(refund =>
                (string)refund!["orderNumber"]! == Order
            )
        )
        {
            var (key, amount) = ((string)refund!["id"]!, refund["amount"]!);
            Add(2, "credited", () => ReportAsync("refund.credited", key, new() { ["amount"] = amount.DeepClone() }));
            Add(
                1,
                "credited otherwise",
                () =>
                    ReportAsync(
                        "refund.credited",
                        key,
                        new()
                        {
                            ["amount"] = new JsonObject
                            {
                                ["amount"] = Plain(StoryWorld.In(_currency, 1)),
                                ["currency"] = _currency,
                            },
                        }
                    )
            );
            Add(1, "money returned", () => ReportAsync("refund.returned", key, new() { ["amount"] = amount.DeepClone() }));
        }
        return possible;
    }

    private async Task<IReadOnlyList<JsonNode>> OfRequestAsync(string path) =>
        [
            .. ((JsonArray)(await _app.GetAsync("desk", path)).Body!["items"]!)
                .OfType<JsonNode>()
                .Where(item => (string?)item["requestId"] == Id),
        ];

    private Task AnswerAsync(int version, bool accepted) =>
        _app.PostAsync(Customer, $"/api/requests/{Id}/confirmation", new { planVersion = version, accepted });

    private Task WriteAsync(string text) => _app.PostAsync(Customer, $"/api/requests/{Id}/messages", new { text });

    private static string Plain(decimal amount) => amount.ToString(CultureInfo.InvariantCulture);
}
