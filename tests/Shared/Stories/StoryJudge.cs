using System.Globalization;
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

    /// <summary>An amount that a person or the shop brings up.</summary>
    public void Named(decimal amount, string currency) => _known.Add(Text(amount, currency));

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
            Named(Number((string)line!["amount"]!), (string)line["currency"]! is { Length: 3 } currency ? currency : "EUR");
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
            foreach (var amount in AmountsIn(mail.Body))
            {
                Expect(_known.Contains(amount), "mail", $"the mail '{mail.Subject}' names {amount}");
            }
        }
    }

    /// <summary>What stands on a page about this story, beside what its facts and its books say.</summary>
    /// <param name="answers">What the API said to the same reader: the page may show these times, and no others.</param>
    public void CheckPage(string page, string text, params IEnumerable<JsonNode?> answers)
    {
        text = Plain(text);
        foreach (var answer in answers)
        {
            LearnTimes(answer);
            // A rule may name its own threshold.
            _known.UnionWith(((JsonArray?)answer?["reasons"] ?? []).SelectMany(reason => AmountsIn((string)reason!["text"]!)));
        }
        foreach (var amount in AmountsIn(text))
        {
            Expect(_known.Contains(amount), page, $"the page names {amount}");
        }
        foreach (Match time in Clock().Matches(text))
        {
            var around = text[Math.Max(0, time.Index - 30)..Math.Min(text.Length, time.Index + 20)];
            Expect(_times.Contains(time.Value.ToUpperInvariant()), page, $"the page names {time.Value} in '{around}'");
        }
    }

    /// <summary>A plan that has just been made names what the shop quotes, and its parts add up.</summary>
    private async Task CheckPlanAsync(string step, JsonNode request)
    {
        foreach (var action in Actions(request))
        {
            var (version, ordinal) = ((int)request["plan"]!["version"]!, (int)action["ordinal"]!);
            var moves = action["moves"]?["amount"] is JsonObject money ? Text(money) : "nothing";
            var sentence = (string)action["sentence"]!;
            foreach (var amount in AmountsIn(sentence))
            {
                Expect(_known.Contains(amount), step, $"the sentence of {ordinal} names {amount}: {sentence}");
            }
            if (moves != "nothing" && !moves.StartsWith('0'))
            {
                Expect(
                    AmountsIn(sentence).Contains(moves),
                    step,
                    $"{ordinal} moves {moves}, and its sentence says: {sentence}"
                );
            }
            if (action["breakdown"] is JsonObject { } parts && action["moves"]?["amount"] is JsonObject whole)
            {
                Expect(
                    Sum(parts["goods"], parts["shipping"]) == Number((string)whole["amount"]!),
                    step,
                    $"the parts of {ordinal} do not add up to {moves}: {parts.ToJsonString()}"
                );
                var gross = Number((string)whole["amount"]!);
                var vat = decimal.Round(
                    gross - (gross / (1 + VatRate)),
                    Money.Decimals((string)whole["currency"]!),
                    MidpointRounding.AwayFromZero
                );
                // What was shown before keeps the tax of then; the yes to it no longer counts.
                Expect(
                    _shown.ContainsKey((version, ordinal))
                        || (string)action["state"]! != "Proposed"
                        || parts["vat"] is not JsonObject tax
                        || Number((string)tax["amount"]!) == vat,
                    step,
                    $"the tax within {moves} is {vat}, not {parts["vat"]?.ToJsonString()}"
                );
                _taxes[(version, ordinal)] = parts["vat"] is JsonObject shown ? Text(shown) : "";
            }
            if (_shown.TryGetValue((version, ordinal), out var before))
            {
                Expect(
                    before == moves + sentence,
                    step,
                    $"plan {version} showed '{before}' for {ordinal}, and now '{moves}{sentence}'"
                );
                continue;
            }
            _shown[(version, ordinal)] = moves + sentence;
            if (
                (string)action["state"]! == "Proposed"
                && moves != "nothing"
                && await QuoteAsync(action) is { } quote
                && (quote["amount"] ?? quote["difference"]) is JsonObject quoted
            )
            {
                Expect(
                    Text(quoted) == moves,
                    step,
                    $"plan {version} shows {moves} for {ordinal}, the shop quotes {Text(quoted)}"
                );
            }
        }
    }

    /// <summary>What an approver reads is what is sealed.</summary>
    private async Task CheckApprovalsAsync(string step, RequestState state)
    {
        foreach (var known in state.Approvals)
        {
            var approval = (await app.GetAsync("approver", $"/api/approvals/{known.Id}")).Body!;
            foreach (var amount in AmountsIn((string)approval["sentence"]!))
            {
                Expect(_known.Contains(amount), step, $"approval {known.Id} names {amount}: {approval["sentence"]}");
            }
            foreach (
                var effect in ((JsonArray)approval["effects"]!).Where(effect =>
                    effect!["arguments"]?["allocations"] is JsonArray { Count: > 0 }
                )
            )
            {
                var parts = (JsonArray)effect!["arguments"]!["allocations"]!;
                var (sum, currency) = (
                    parts.Sum(part => Number((string)part!["amount"]!["amount"]!)),
                    (string)parts[0]!["amount"]!["currency"]!
                );
                Expect(
                    effect["amount"] is not JsonObject amount || Text(sum, currency) == Text(amount),
                    step,
                    $"approval {known.Id} seals parts of {sum} {currency} for {effect["amount"]?.ToJsonString()}"
                );
                Expect(
                    AmountsIn((string)approval["sentence"]!).Contains(Text(sum, currency)),
                    step,
                    $"approval {known.Id} seals {sum} {currency}, and says: {approval["sentence"]}"
                );
            }
        }
    }

    /// <summary>What was carried out was agreed to, once, in just that amount.</summary>
    private void CheckBooks(string step, RequestState state, JsonArray ledger, IReadOnlyList<int> confirmed)
    {
        foreach (var (action, effect) in state.Actions.SelectMany(action => action.Effects.Select(effect => (action, effect))))
        {
            var lines = ledger.Where(line => (string?)line!["key"] == effect.Key).ToArray();
            Expect(lines.Length <= 1, step, $"{effect.Key} was carried out {lines.Length} times");
            if (effect.Status is EffectStatus.Done or EffectStatus.Accepted)
            {
                Expect(
                    lines.Length == 1 || state.WasReconciledManually(action.Ordinal, effect.Key),
                    step,
                    $"{effect.Key} is {effect.Status}, and the books do not hold it"
                );
            }
            if (effect.Status is EffectStatus.Refused or EffectStatus.Released && effect.UndoOf is null)
            {
                Expect(
                    lines.Length == 0 || state.WasReconciledManually(action.Ordinal, effect.Key),
                    step,
                    $"{effect.Key} is {effect.Status}, and the books hold it"
                );
            }
            foreach (var line in lines.Where(line => (string)line!["operation"]! == "refund" && _judged.Add(effect.Key)))
            {
                var paid = Text(Number((string)line!["amount"]!), (string)line["currency"]!);
                var agreed = confirmed
                    .Where(version => _shown.ContainsKey((version, action.Ordinal)))
                    .Select(version => _shown[(version, action.Ordinal)])
                    .ToArray();
                Expect(
                    agreed.Length > 0 && agreed[^1].StartsWith(paid, StringComparison.Ordinal),
                    step,
                    $"{paid} were refunded for {action.Ordinal}, agreed was '{(agreed.Length == 0 ? "nothing" : agreed[^1])}'"
                );
                // A refund that was found in the books at once was agreed to with the tax of now.
                var last =
                    confirmed
                        .Where(version => _taxes.ContainsKey((version, action.Ordinal)))
                        .Select(version => _taxes[(version, action.Ordinal)])
                        .LastOrDefault()
                    ?? "";
                var gross = Number((string)line["amount"]!);
                Expect(
                    last.Length == 0
                        || effect.Unclear > 0
                        || last
                            == Text(
                                decimal.Round(
                                    gross - (gross / (1 + VatRate)),
                                    Money.Decimals((string)line["currency"]!),
                                    MidpointRounding.AwayFromZero
                                ),
                                (string)line["currency"]!
                            ),
                    step,
                    $"{paid} were refunded for {action.Ordinal}, agreed was a tax of {last} within"
                );
            }
        }
        var told = state.Conversation.Count(line => line.Key is CustomerTexts.ActionDone or CustomerTexts.ActionInstructed);
        Expect(
            told == state.Actions.Count(action => action.Status == ActionStatus.Done)
                || state.Actions.Any(action => action.Undo is not null),
            step,
            $"'done' was told {told} times, {state.Actions.Count(action => action.Status == ActionStatus.Done)} "
                + $"actions are done"
        );
        foreach (var done in state.Actions.Where(action => action.Status == ActionStatus.Done))
        {
            Expect(
                done.Effects.Any(effect =>
                    effect is { UndoOf: null } && (effect.Happened || effect.Status == EffectStatus.Returned)
                ),
                step,
                $"{done.Ordinal} is done without an effect"
            );
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
            foreach (var amount in AmountsIn(text))
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

    /// <summary>All money in an answer of the shop.</summary>
    private JsonNode? Learn(JsonNode? node)
    {
        if (node is JsonObject { Count: 2 } money && money["amount"] is JsonValue && money["currency"] is JsonValue)
        {
            _known.Add(Text(money));
        }
        foreach (
            var inner in node is JsonObject members
                ? members.Select(member => member.Value)
                : node as JsonArray ?? Enumerable.Empty<JsonNode?>()
        )
        {
            Learn(inner);
        }
        return node;
    }

    /// <summary>All times in an answer, and all money that an employee is shown as evidence.</summary>
    private void LearnTimes(JsonNode? node)
    {
        if (
            node is JsonValue value
            && value.TryGetValue<string>(out var text)
            && text.Length > 18
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var time)
        )
        {
            LearnTime(time);
        }
        foreach (
            var (name, inner) in node is JsonObject members
                ? members.Select(member => (member.Key, member.Value))
                : (node as JsonArray ?? []).Select(item => ("", item))
        )
        {
            LearnTimes(inner);
            _ = name is "evidence" or "facts" ? Learn(inner) : null;
        }
    }

    private void LearnTime(DateTimeOffset time)
    {
        var local = TimeZoneInfo.ConvertTime(time, TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"));
        _times.Add(local.ToString("HH:mm", CultureInfo.InvariantCulture));
        _times.Add(local.ToString("h:mm tt", CultureInfo.InvariantCulture).ToUpperInvariant());
    }

    private void Expect(bool holds, string step, string otherwise)
    {
        Compared++;
        if (!holds)
        {
            Findings.Add($"{id} after {step}: {otherwise}");
        }
    }

    /// <summary>The amounts that a text names, in either language.</summary>
    public static IReadOnlyList<string> AmountsIn(string text) =>
        [
            .. GermanMoney()
                .Matches(Plain(text))
                .Select(match =>
                    Text(
                        decimal.Parse(
                            match.Groups[1].Value.Replace(".", "", StringComparison.Ordinal).Replace(',', '.'),
                            CultureInfo.InvariantCulture
                        ),
                        Code(match.Groups[2].Value)
                    )
                ),
            .. EnglishMoney()
                .Matches(Plain(text))
                .Select(match =>
                    Text(
                        decimal.Parse(
                            match.Groups[2].Value.Replace(",", "", StringComparison.Ordinal),
                            CultureInfo.InvariantCulture
                        ),
                        Code(match.Groups[1].Value)
                    )
                ),
        ];

    /// <summary>Browsers put spaces between number and unit at which no line breaks.</summary>
    private static string Plain(string text) => text.Replace('\u00A0', ' ').Replace('\u202F', ' ');

    private static string Code(string symbol) =>
        symbol.Trim() switch
        {
            "€" => "EUR",
            "£" => "GBP",
            "$" => "USD",
            var code => code,
        };

    private static string Text(JsonNode money) => Text(Number((string)money["amount"]!), (string)money["currency"]!);

    private static string Text(decimal amount, string currency) =>
        $"{amount.ToString("F" + Money.Decimals(currency), CultureInfo.InvariantCulture)} {currency}";

    private static decimal Sum(params JsonNode?[] parts) =>
        parts.Where(part => part is not null).Sum(part => Number((string)part!["amount"]!));

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"(?<![\d.,])(-?\d{1,3}(?:\.\d{3})*(?:,\d+)?|\d+(?:,\d+)?) (€|£|\$|EUR|GBP|USD|JPY|BHD)")]
    private static partial Regex GermanMoney();

    [GeneratedRegex(@"(€|£|\$|(?:EUR|GBP|USD|JPY|BHD) )(-?\d{1,3}(?:,\d{3})*(?:\.\d+)?|\d+(?:\.\d+)?)")]
    private static partial Regex EnglishMoney();

    [GeneratedRegex(@"\b\d{1,2}:\d{2}(?: [AaPp][Mm])?")]
    private static partial Regex Clock();
}
