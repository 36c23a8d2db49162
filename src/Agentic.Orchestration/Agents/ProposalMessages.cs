using Agentic.Contracts;
using Agentic.Orchestration.Packs;
using Agentic.Orchestration.Policies;
using Agentic.Orchestration.Requests;

namespace Agentic.Orchestration.Agents;

/// <summary>What the customer hears of a plan, or of why there is none.</summary>
internal static class ProposalMessages
{
    /// <summary>The plan in words, without its denied actions (see <see cref="Refusals"/>).</summary>
    public static IEnumerable<JournalEvent> Told(
        Pack pack,
        RequestState state,
        IReadOnlyList<PlannedAction> planned,
        bool byRun
    )
    {
        var open = planned.Where(action => action.Gate.Outcome != GateOutcome.Denied).ToArray();
        if (open.Length == 0)
        {
            yield break;
        }
        var steps = string.Join(
            '\n',
            open.Select(action =>
                $"{action.Ordinal}. {action.Sentence}"
                + (
                    action.Gate.PromisedBy is not { } by
                        ? ""
                        : " "
                            + pack.Texts.Render(
                                CustomerTexts.PlanNeedsColleague,
                                state.Locale,
                                new() { ["promisedBy"] = by.ToString("O") }
                            )
                )
            )
        );
        var key = byRun ? CustomerTexts.PlanContinues : CustomerTexts.PlanIntro;
        yield return new CustomerTold(
            key,
            pack.Texts.Render(key, state.Locale, [], new Dictionary<string, string> { ["steps"] = steps })
        );
    }

    public static IEnumerable<JournalEvent> Refusals(Pack pack, RequestState state, IReadOnlyList<PlannedAction> planned) =>
        planned
            .Where(action => action.Gate.Outcome == GateOutcome.Denied)
            .Select(action => new CustomerTold(
                CustomerTexts.ActionDenied,
                pack.Texts.Render(
                    CustomerTexts.ActionDenied,
                    state.Locale,
                    new()
                    {
                        ["sentence"] = action.Sentence,
                        ["reason"] = action.Gate.Reasons[0].Customer.In(state.Locale),
                        ["instead"] = (action.Gate.Instead ?? GateReasons.AskAPerson).In(state.Locale),
                    }
                )
            ));
}
