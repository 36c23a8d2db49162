using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Agentic.Contracts;
using Agentic.Orchestration.Agents;
using Agentic.Orchestration.Packs;
using Agentic.Orchestration.Requests;
using Agentic.Orchestration.Text;

namespace Agentic.Orchestration.Approvals;

/// <summary>Compares the ids and amounts in the customer's words with those that would be carried out.</summary>
internal sealed partial class WordsCheck(PackRegistry packs) : IDeviationCheck
{
    public IEnumerable<LocalText> Find(RequestState state, ApprovalState approval)
    {
        var words = string.Join('\n', state.Conversation.Where(line => line.From == "customer").Select(line => line.Text));
        return Ids(state, approval, words).Concat(Amount(approval, words));
    }

    /// <summary>The words name ids of the same form, and not the one that is meant.</summary>
    private IEnumerable<LocalText> Ids(RequestState state, ApprovalState approval, string words)
    {
        if (
            !packs[state.Pack].Actions.TryGetValue((string)approval.Asked.Content["action"]!, out var action)
            || approval.Asked.Content["arguments"] is not JsonObject arguments
        )
        {
            yield break;
        }
        foreach (var (name, argument) in action.Arguments.Where(one => one.Value is { Consent: true, Grounded: true }))
        {
            if (arguments[name] is not JsonValue value || !value.TryGetValue<string>(out var id) || !id.Any(char.IsDigit))
            {
                continue;
            }
            var meant = id.TrimStart('#');
            string[] named =
            [
                .. Word().Matches(words).Select(match => match.Value).Where(word => Form(word) == Form(meant)).Distinct(),
            ];
            if (named.Length > 0 && !named.Contains(meant, StringComparer.OrdinalIgnoreCase))
            {
                var others = string.Join(", ", named);
                yield return new(
                    $"{argument.Description.De} {meant} steht nicht in den Worten des Kunden (dort steht: {others}).",
                    $"{argument.Description.En} {meant} is not in the customer's words (they say: {others})."
                );
            }
        }
    }

    private static IEnumerable<LocalText> Amount(ApprovalState approval, string words)
    {
        if (JsonMoney.Read(approval.Asked.Content["atRisk"]) is not { } atRisk)
        {
            yield break;
        }
        var named = Grounding.Amounts(words).Where(amount => amount.Currency is not null).ToArray();
        if (named.Length > 0 && !named.Any(amount => amount == (atRisk.Amount, atRisk.Currency)))
        {
            yield return new(
                $"Der Kunde nennt einen anderen Betrag als {Texts.Show(atRisk, "de")}.",
                $"The customer names another amount than {Texts.Show(atRisk, "en")}."
            );
        }
    }

    /// <summary>Letters and digits by their places: <c>L2041</c> and <c>K1999</c> have one form.</summary>
    private static string Form(string id) =>
        string.Concat(
            id.Select(character =>
                char.IsDigit(character) ? '0'
                : char.IsLetter(character) ? 'a'
                : character
            )
        );

    [GeneratedRegex(@"[\p{L}\p{N}][\p{L}\p{N}-]*")]
    private static partial Regex Word();
}
