using System.Text.Json.Nodes;
using Agentic.Contracts;
using Agentic.Engine.Canonical;
using Agentic.Orchestration.Execution.Activities;
using Agentic.Orchestration.Gate;
using Agentic.Orchestration.Policies;
using Agentic.Orchestration.Requests;

namespace Agentic.Orchestration.Execution;

/// <summary>
/// A late effect gets a late decision: what was decided before a wait (a parcel, an inspection, an answer) is decided
/// again before money moves. The newest policy is asked on facts that are read now; what this action has done itself is
/// left out of account. What would run must still be what was sealed, under nothing stricter than what was decided.
/// </summary>
internal sealed class EffectRecheck(GateEvaluator evaluator, GateActivity gates)
{
    /// <summary>
    /// Whether the world had time to change since the permit: the run has waited, or a first call never left.
    /// </summary>
    public static bool IsDue(ActionExecution execution, EffectState effect)
    {
        if (effect.UndoOf is not null || execution.Action.GateActivity is not { } gate)
        {
            return false;
        }
        var sinceGate = execution.Run.Done.SkipWhile(step => step.Activity != gate);
        return sinceGate.Any(step => execution.Definition.Activities[step.Activity].Kind.Waits)
            || (effect.NotSentCount > 0 && !execution.Action.Effects.Any(other => other.Happened));
    }

    public async Task<RecheckResult> CheckAsync(
        ActionExecution execution,
        EffectState effect,
        CancellationToken cancellationToken
    )
    {
        var (result, stopped) = await evaluator.EvaluateAsync(
            execution.Pack,
            execution.Catalogue,
            execution.Definition,
            execution.State,
            execution.Action.Arguments,
            execution.Run,
            execution.Action.GateActivity,
            execution.Ordinal,
            cancellationToken
        );
        if (result is null)
        {
            return new RecheckResult.Unavailable(
                (stopped as GateReadResult.Unavailable)?.Reason ?? "the gate cannot be reached by reading"
            );
        }
        var decision = result.Decision;
        if (decision.Outcome is GateOutcome.Denied or GateOutcome.HandOff || !IsCovered(execution, decision))
        {
            return new RecheckResult.Changed(Join(decision.Reasons.Select(reason => reason.Staff)));
        }
        var fresh = decision.Effects.FirstOrDefault(now => now.Activity == effect.Effect.Activity);
        var difference =
            fresh is null ? [new Difference("effect", effect.Effect.Operation, null)]
            : fresh.Amount != effect.Effect.Amount || !fresh.Targets.ToHashSet().SetEquals(effect.Effect.Targets)
                ?
                [
                    new Difference("amount", effect.Effect.Amount?.ToString(), fresh.Amount?.ToString()),
                    .. JsonDifference.Between(effect.Effect.Arguments, fresh.Arguments),
                ]
            : JsonDifference.Between(effect.Effect.Arguments, fresh.Arguments);
        if (difference.Count == 0 && execution.Action.Terms is not null && !gates.IsCovered(execution, result))
        {
            var entry = gates.EntryOf(execution, result);
            // It would move the same money, and is not what the customer said yes to: other pieces, another tax, another time.
            difference =
            [
                .. JsonDifference
                    .Between(
                        Shown(execution.Action.Sentence, execution.Action.Items, execution.Action.Breakdown),
                        Shown(entry.Sentence, entry.Items, entry.Breakdown)
                    )
                    .DefaultIfEmpty(new("terms", execution.Action.Terms, entry.Terms)),
            ];
        }
        return difference.Count == 0
            ? new RecheckResult.Holds(fresh!.Precondition)
            : new RecheckResult.Changed(
                LocalText.Verbatim(
                    string.Join(
                        "; ",
                        difference
                            .Where(one => one.Before is not null || one.After is not null)
                            .Take(5)
                            .Select(one => $"{one.Path}: {Plain(one.Before)} → {Plain(one.After)}")
                    )
                )
            );
    }

    private static JsonObject Shown(string sentence, JsonArray? items, JsonObject? parts) =>
        new()
        {
            ["sentence"] = sentence,
            ["items"] = SealedContent.Exact(items),
            ["parts"] = SealedContent.Exact(parts),
        };

    /// <summary>Whether the permit meets current policy; without an approval it fails a rule that needs one.</summary>
    private static bool IsCovered(ActionExecution execution, GateDecision now)
    {
        if (now.Outcome == GateOutcome.Allowed)
        {
            return true;
        }
        return execution.State.Approvals.LastOrDefault(approval =>
                approval.Asked.Ordinal == execution.Ordinal && approval.Status == ApprovalStatus.Used && !approval.IsUndo
            )
                is { } used
            && now.Reasons.All(reason => used.Asked.Gated.Reasons.Any(known => known.Rule == reason.Rule))
            && PolicyEvaluator.Covers(used.Asked.Demand.Role, now.Approval!.Role)
            && used.Asked.Demand.Quorum >= now.Approval.Quorum
            && (
                now.Approval.Including is null
                || (used.Asked.Demand.Including is { } included && PolicyEvaluator.Covers(included, now.Approval.Including))
            );
    }

    private static LocalText Join(IEnumerable<LocalText> reasons) =>
        new(string.Join(" ", reasons.Select(reason => reason.De)), string.Join(" ", reasons.Select(reason => reason.En)));

    private static string Plain(JsonNode? value) => value is null ? "–" : CanonicalJson.Readable(value);
}
