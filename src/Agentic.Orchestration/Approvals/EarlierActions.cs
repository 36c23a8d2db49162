using Agentic.Contracts;
using Agentic.Orchestration.Journal;
using Agentic.Orchestration.Packs;
using Agentic.Orchestration.Requests;
using Agentic.Orchestration.Storage;

namespace Agentic.Orchestration.Approvals;

/// <summary>
/// Finds what else was done to the same business object: a second refund for another piece is allowed, but worth a look. It
/// only informs the approver; forbidding is left to policy and ledger.
/// </summary>
internal sealed class EarlierActions(ILedgerStore ledger, RequestJournal journal, PackRegistry packs)
{
    private const int Shown = 10;

    public async Task<IReadOnlyList<EarlierAction>> FindAsync(
        RequestState state,
        ApprovalState approval,
        CancellationToken cancellationToken
    )
    {
        var roots = state.Action(approval.Asked.Ordinal).Targets.Select(Root).ToHashSet();
        string[] kinds =
        [
            .. approval.Asked.Gated.Effects.Select(effect => effect.Kind).Union(packs[state.Pack].EarlierEffects),
        ];
        var others = new HashSet<string>();
        foreach (var root in roots)
        {
            others.UnionWith(await ledger.ListRequestsAsync(kinds, root, cancellationToken));
        }
        others.Remove(state.Id);
        var found = new List<EarlierAction>();
        foreach (var id in others)
        {
            if (await journal.FindAsync(id, cancellationToken) is { } other)
            {
                found.AddRange(
                    other
                        .Actions.Where(action =>
                            action.Status is ActionStatus.Done or ActionStatus.Executing or ActionStatus.Unclear
                            && action.Targets.Any(target => roots.Contains(Root(target)))
                        )
                        .Select(action => new EarlierAction(
                            other.Id,
                            action.Sentence,
                            action.Status,
                            Moved(action),
                            action.Effects.Max(effect => effect.IntendedAt) ?? other.UpdatedAt
                        ))
                );
            }
        }
        return [.. found.OrderByDescending(action => action.At).Take(Shown)];
    }

    private static Money? Moved(ActionState action)
    {
        var amounts = action
            .Effects.Where(effect =>
                effect.UndoOf is null && (effect.Happened || effect.Status is EffectStatus.Intended or EffectStatus.Unknown)
            )
            .Select(effect => effect.Effect.Amount)
            .OfType<Money>()
            .ToArray();
        return amounts.Sum(money => money.Amount) is > 0 and var sum ? new(sum, amounts[0].Currency) : null;
    }

    /// <summary><c>order:10042/line:1/unit:1</c> is a part of <c>order:10042</c>.</summary>
    private static string Root(string target) => target.Split('/', 2)[0];
}
