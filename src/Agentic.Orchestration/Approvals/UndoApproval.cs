using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Agentic.Contracts;
using Agentic.Engine.Canonical;
using Agentic.Orchestration.Gate;
using Agentic.Orchestration.Journal;
using Agentic.Orchestration.Packs;
using Agentic.Orchestration.Policies;
using Agentic.Orchestration.Requests;
using Agentic.Orchestration.Security;

namespace Agentic.Orchestration.Approvals;

/// <summary>
/// Taking back a finished action is an action of its own: asked for by one person, sealed, and decided by others. The undo
/// operations and their arguments were fixed with the effects, so the approval shows exactly what will be called.
/// </summary>
internal sealed class UndoApproval(PackRegistry packs, Secrets secrets, TimeProvider time)
{
    /// <summary>Why an action cannot be taken back; null when it can.</summary>
    public static string? GetDenialReason(ActionState action)
    {
        var effects = Completed(action);
        return action.Status is not (ActionStatus.Done or ActionStatus.Failed or ActionStatus.Skipped)
            || action.Undo is not null
            || effects.Length == 0
                ? "Nothing can be taken back."
            : effects.Any(effect => effect.Status == EffectStatus.Accepted)
                ? "Money is on its way; wait until it is credited or comes back."
            : effects.Any(effect => effect.Effect.Undo is null)
                ? "It holds an effect that cannot be taken back; settle that with the customer first."
            : effects.Any(effect => !CanFill(action, effect))
                ? "An employee said that it happened, but not what its undo would need to know. Take it back by hand."
            : null;
    }

    /// <summary>Completed effects, newest first: the order in which they are taken back.</summary>
    public static EffectState[] Completed(ActionState action) =>
        [.. action.Effects.Where(effect => effect is { UndoOf: null, Happened: true, UndoGivenUp: false }).Reverse()];

    public ApprovalRequested Ask(RequestState state, ActionState action, string by, string reason)
    {
        var pack = packs[state.Pack];
        // Taking an action back needs the same approvers as carrying it out.
        var demand = action.Gate?.Approval ?? pack.Actions[action.Name].Approval;
        var now = time.GetUtcNow();
        var expires = pack.Calendar.Add(now, demand.ExpireAfter);
        var effects = Completed(action).Select(effect => Undo(action, effect)).ToArray();
        var gate = new GateDecision(
            GateOutcome.NeedsApproval,
            [GateReasons.Undo(by, reason)],
            demand,
            [],
            effects,
            [],
            action.AtRisk,
            null
        );
        var content = new JsonObject
        {
            ["request"] = state.Id,
            ["customer"] = state.CustomerId,
            ["ordinal"] = action.Ordinal,
            ["action"] = action.Name,
            ["undo"] = true,
            ["by"] = by,
            ["reason"] = reason,
            ["arguments"] = action.Arguments.DeepClone(),
            ["effects"] = SealedContent.Effects(effects),
            ["rules"] = new JsonArray("undo"),
            ["approvers"] = new JsonObject
            {
                ["role"] = demand.Role,
                ["quorum"] = demand.Quorum,
                ["including"] = demand.Including,
            },
            ["atRisk"] = action.AtRisk is { } money ? JsonSerializer.SerializeToNode(money, JournalJson.Default.Money) : null,
            ["expiresAt"] = expires.ToString("O"),
            ["nonce"] = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)),
        };
        return new(
            Ids.Approval(state.Id, state.Approvals.Count + 1),
            action.Ordinal,
            ApprovalRequested.Undo,
            pack.Texts.Render(CustomerTexts.UndoAsked, state.Locale, new() { ["sentence"] = action.Sentence }),
            content,
            secrets.Seal(CanonicalJson.Serialize(content)),
            demand,
            pack.Calendar.Add(now, demand.Deadline),
            null,
            expires,
            null,
            [],
            gate,
            by
        );
    }

    /// <summary>
    /// The decision and the point of no return are one append: there is nothing to read again, the operations were
    /// fixed when the effects ran.
    /// </summary>
    public static JournalEvent[] Use(ApprovalState approval) =>
        [
            new ApprovalClosed(approval.Id, ApprovalStatus.Used, "Enough have approved."),
            new UndoRequired(
                approval.Asked.Ordinal,
                $"Asked for by {approval.Asked.By}: {approval.Asked.Content["reason"]}",
                approval.Asked.By!
            ),
        ];

    private static bool CanFill(ActionState action, EffectState effect)
    {
        try
        {
            return Undo(action, effect) is not null;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static SealedEffect Undo(ActionState action, EffectState effect)
    {
        var arguments = EffectSealing.Fill(
            effect.Effect.UndoArguments ?? [],
            activity => action.Effects.LastOrDefault(known => known.Effect.Activity == activity && known.UndoOf is null)?.Output
        );
        return new(
            effect.Effect.Activity,
            effect.Effect.Connector,
            effect.Effect.Undo!,
            $"{effect.Effect.Kind}.undo",
            arguments,
            effect.Effect.Targets,
            effect.Effect.Amount,
            null,
            null
        );
    }
}
