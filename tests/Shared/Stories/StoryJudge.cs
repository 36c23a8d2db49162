using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Agentic.Contracts;
using Agentic.Orchestration.Journal;
using Agentic.Orchestration.Packs;
using Agentic.Orchestration.Requests;
using Microsoft.Extensions.DependencyInjection;

namespace Agentic.Testing.Stories;

/// <summary>
/// K7 and its neighbours, looked at after each step of a story: what any person is shown is recomputed from the shop's quotes
/// of that moment and from its books. What is wrong is named; an empty list is a story in which all was true.
/// </summary>
public sealed partial class StoryJudge(AgenticApp app, string id, string customer, string order, decimal vatRate)
{
    private readonly Dictionary<(int Version, int Ordinal), string> _shown = [];
    private readonly Dictionary<(int Version, int Ordinal), string> _taxes = [];
    private readonly HashSet<string> _known = [];
    private readonly HashSet<string> _times = [];
    private readonly HashSet<string> _judged = [];
    private int _lines;

    public List<string> Findings { get; } = [];

    /// <summary>The order's tax rate, as the shop has it now.</summary>
    public decimal VatRate { get; set; } = vatRate;

    /// <summary>How many single statements were compared.</summary>
    public int Compared { get; private set; }

    /// <summary>All amounts that the shop, its books or a person has named in this story so far, as <c>19.90 EUR</c>.</summary>
    public IReadOnlySet<string> Known => _known;

    /// <summary>What the shop would say now; asked before a step as well, because a plan may rest on it.</summary>
    public async Task LookAtFactsAsync()
    {
        Learn(await ReadShopAsync($"/orders/{order}"));
        foreach (var action in Actions(await RequestAsync()))
        {
            await QuoteAsync(action);
        }
    }

    public async Task CheckAsync(string step)
    {
        var request = await RequestAsync();
        var state = (await app.Services.GetRequiredService<RequestJournal>().FindAsync(id, default))!;
        var ledger = await app.LedgerAsync();
        await LookAtFactsAsync();
        foreach (var line in ledger.Where(line => (string?)line!["amount"] is not null))
        {
            Named(
                MoneyWords.Number((string)line!["amount"]!),
                (string)line["currency"]! is { Length: 3 } currency ? currency : "EUR"
            );
        }
        await CheckPlanAsync(step, request);
        await CheckApprovalsAsync(step, state);
        CheckBooks(step, state, ledger, await ConfirmedAsync());
        foreach (var handOff in state.HandOffs)
        {
            LearnTime(handOff.DueAt);
        }
        foreach (
            var time in state
                .Approvals.SelectMany(approval => new[] { approval.Deadline, approval.Asked.ExpiresAt })
                .Concat(state.Actions.Select(action => action.Stuck?.RetryAt).OfType<DateTimeOffset>())
                .Concat(state.Actions.Select(action => action.Preview.PromisedBy).OfType<DateTimeOffset>())
        )
        {
            LearnTime(time);
        }
        CheckWords(step, request, state);
        CheckPeople(step, request, state);
        await CheckPromisesAsync(step);
    }

    /// <summary>The mails say what the page says.</summary>
    public void CheckMails()
    {
        foreach (var mail in app.Mails.Where(mail => mail.To.Contains(customer + "@", StringComparison.Ordinal)))
        {
            foreach (var amount in MoneyWords.AmountsIn(mail.Body))
            {
                Expect(_known.Contains(amount), "mail", $"the mail '{mail.Subject}' names {amount}");
            }
        }
    }

    /// <summary>What stands on a page about this story, beside what its facts and its books say.</summary>
    /// <param name="answers">What the API said to the same reader: the page may show these times, and no others.</param>
    public void CheckPage(string page, string text, params IEnumerable<JsonNode?> answers)
    {
        text = MoneyWords.Plain(text);
        foreach (var answer in answers)
        {
            LearnTimes(answer);
            // A rule may name its own threshold.
            _known.UnionWith(
                ((JsonArray?)answer?["reasons"] ?? []).SelectMany(reason => MoneyWords.AmountsIn((string)reason!["text"]!))
            );
        }
        foreach (var amount in MoneyWords.AmountsIn(text))
        {
            Expect(_known.Contains(amount), page, $"the page names {amount}");
        }
        foreach (Match time in Clock().Matches(text))
        {
            var around = text[Math.Max(0, time.Index - 30)..Math.Min(text.Length, time.Index + 20)];
            Expect(_times.Contains(time.Value.ToUpperInvariant()), page, $"the page names {time.Value} in '{around}'");
        }
    }

    /// <summary>Each amount and each time in words is one that the facts, the books or a person have named.</summary>
    private void CheckWords(string step, JsonNode request, RequestState state)
    {
        var lines = ((JsonArray)request["conversation"]!).Skip(_lines).ToArray();
        _lines += lines.Length;
        foreach (var line in lines)
        {
            var text = (string)line!["text"]!;
            foreach (var amount in MoneyWords.AmountsIn(text))
            {
                if ((string?)line["from"] == "customer")
                {
                    _known.Add(amount);
                }
                Expect(_known.Contains(amount), step, $"'{text}' names {amount}");
            }
            Expect(
                !text.Contains('{', StringComparison.Ordinal) && !text.Contains('}', StringComparison.Ordinal),
                step,
                $"braces in '{text}'"
            );
            foreach (Match time in Clock().Matches(text))
            {
                LearnTime((DateTimeOffset)line["at"]!);
                Expect(
                    _times.Contains(time.Value.ToUpperInvariant()),
                    step,
                    $"'{text}' names {time.Value}; known are {string.Join(", ", _times)}"
                );
            }
        }
        var until = ((JsonArray)request["waitingFor"]!).Select(waiting => (DateTimeOffset?)waiting!["until"]).Min();
        Expect(
            (DateTimeOffset?)request["promisedBy"] == until,
            step,
            $"promised by {request["promisedBy"]}, waiting until {until}"
        );
        Expect(
            state.Conversation.Count == ((JsonArray)request["conversation"]!).Count,
            step,
            "the page shows other lines than the journal holds"
        );
    }

    /// <summary>
    /// Nothing silent: what has not ended waits for somebody, or until a time; with a person it has an open case.
    /// </summary>
    private void CheckPeople(string step, JsonNode request, RequestState state)
    {
        var status = (string)request["state"]!;
        if (status == "HandedOff")
        {
            Expect(state.HandOffs.Any(handOff => handOff.IsOpen), step, "handed off, and nobody has it");
        }
        if (!state.Status.IsTerminal())
        {
            Expect(
                state.Question is not null
                    || status == "AwaitingCustomer"
                    || state.HandOffs.Any(handOff => handOff.IsOpen)
                    || state.Approvals.Any(approval => approval.Status == ApprovalStatus.Open)
                    || NextWork.ExecutionAt(state) is not null
                    || NextWork.PlanningAt(state) is not null,
                step,
                $"{status}, and nobody and no time moves it"
            );
        }
        else if (status is "Completed")
        {
            Expect(
                state.Resolution is not null
                    || state.Actions.All(action => action.Status is ActionStatus.Done or ActionStatus.Withdrawn),
                step,
                $"completed with {string.Join(", ", state.Actions.Select(action => action.Status))}"
            );
        }
    }

    /// <summary>A text that promises a person is only told while somebody has the case or the approval.</summary>
    private async Task CheckPromisesAsync(string step)
    {
        RequestState? state = null;
        foreach (var entry in await app.Services.GetRequiredService<RequestJournal>().ReadAsync(id, 0, default))
        {
            state = RequestFold.Apply(id, state, entry.Event, entry.At, entry.Version);
            if (entry.Event is CustomerTold told && CustomerTexts.PromisePerson.Contains(told.Key))
            {
                Expect(
                    state.HandOffs.Any(handOff => handOff.IsOpen)
                        || state.Approvals.Any(approval => approval.Status == ApprovalStatus.Open),
                    step,
                    $"'{told.Text}' promises a person, and nobody has it"
                );
            }
        }
    }

    private async Task<IReadOnlyList<int>> ConfirmedAsync() =>
        [
            .. (await app.Services.GetRequiredService<RequestJournal>().ReadAsync(id, 0, default))
                .Select(entry => entry.Event)
                .OfType<PlanConfirmed>()
                .Select(confirmed => confirmed.PlanVersion),
        ];

    private async Task<JsonNode> RequestAsync() => (await app.GetAsync(customer, $"/api/requests/{id}")).Body!;

    private static IEnumerable<JsonNode> Actions(JsonNode request) =>
        ((JsonArray?)request["plan"]?["actions"] ?? []).OfType<JsonNode>();

    private async Task<JsonNode?> QuoteAsync(JsonNode action)
    {
        var kind = (string)action["action"]! switch
        {
            "return_items" => "return",
            "cancel_order" => "cancellation",
            "exchange_items" => "exchange",
            "change_order_items" => "items",
            "goodwill_refund" => "goodwill",
            "refund_return" => "inspection",
            "change_order_payment" => "payment",
            _ => null,
        };
        if (kind is null)
        {
            return null;
        }
        using var answer = await app.Shop.PostAsJsonAsync($"/orders/{order}/quotes/{kind}", action["arguments"]);
        return answer.IsSuccessStatusCode ? Learn(await answer.Content.ReadFromJsonAsync<JsonNode>()) : null;
    }

    private async Task<JsonNode?> ReadShopAsync(string path) => await app.Shop.GetFromJsonAsync<JsonNode>(path);

    private void Expect(bool holds, string step, string otherwise)
    {
        Compared++;
        if (!holds)
        {
            Findings.Add($"{id} after {step}: {otherwise}");
        }
    }

    [GeneratedRegex(@"\b\d{1,2}:\d{2}(?: [AaPp][Mm])?")]
    private static partial Regex Clock();
}
