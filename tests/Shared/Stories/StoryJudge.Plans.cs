using System.Text.Json.Nodes;
using Agentic.Contracts;
using Agentic.Orchestration.Packs;
using Agentic.Orchestration.Requests;

namespace Agentic.Testing.Stories;

public sealed partial class StoryJudge
{
    /// <summary>A plan that has just been made names what the shop quotes, and its parts add up.</summary>
    private async Task CheckPlanAsync(string step, JsonNode request)
    {
        foreach (var action in Actions(request))
        {
            var (version, ordinal) = ((int)request["plan"]!["version"]!, (int)action["ordinal"]!);
            var moves = action["moves"]?["amount"] is JsonObject money ? MoneyWords.Text(money) : "nothing";
            var sentence = (string)action["sentence"]!;
            foreach (var amount in MoneyWords.AmountsIn(sentence))
            {
                Expect(_known.Contains(amount), step, $"the sentence of {ordinal} names {amount}: {sentence}");
            }
            if (moves != "nothing" && !moves.StartsWith('0'))
            {
                Expect(
                    MoneyWords.AmountsIn(sentence).Contains(moves),
                    step,
                    $"{ordinal} moves {moves}, and its sentence says: {sentence}"
                );
            }
            if (action["breakdown"] is JsonObject { } parts && action["moves"]?["amount"] is JsonObject whole)
            {
                Expect(
                    MoneyWords.Sum(parts["goods"], parts["shipping"]) == MoneyWords.Number((string)whole["amount"]!),
                    step,
                    $"the parts of {ordinal} do not add up to {moves}: {parts.ToJsonString()}"
                );
                var gross = MoneyWords.Number((string)whole["amount"]!);
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
                        || MoneyWords.Number((string)tax["amount"]!) == vat,
                    step,
                    $"the tax within {moves} is {vat}, not {parts["vat"]?.ToJsonString()}"
                );
                _taxes[(version, ordinal)] = parts["vat"] is JsonObject shown ? MoneyWords.Text(shown) : "";
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
                    MoneyWords.Text(quoted) == moves,
                    step,
                    $"plan {version} shows {moves} for {ordinal}, the shop quotes {MoneyWords.Text(quoted)}"
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
            foreach (var amount in MoneyWords.AmountsIn((string)approval["sentence"]!))
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
                    parts.Sum(part => MoneyWords.Number((string)part!["amount"]!["amount"]!)),
                    (string)parts[0]!["amount"]!["currency"]!
                );
                Expect(
                    effect["amount"] is not JsonObject amount || MoneyWords.Text(sum, currency) == MoneyWords.Text(amount),
                    step,
                    $"approval {known.Id} seals parts of {sum} {currency} for {effect["amount"]?.ToJsonString()}"
                );
                Expect(
                    MoneyWords.AmountsIn((string)approval["sentence"]!).Contains(MoneyWords.Text(sum, currency)),
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
                var paid = MoneyWords.Text(MoneyWords.Number((string)line!["amount"]!), (string)line["currency"]!);
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
                var gross = MoneyWords.Number((string)line["amount"]!);
                Expect(
                    last.Length == 0
                        || effect.Unclear > 0
                        || last
                            == MoneyWords.Text(
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
}
