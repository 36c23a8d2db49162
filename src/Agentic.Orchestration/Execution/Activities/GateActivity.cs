using System.Security.Cryptography;
using Agentic.Contracts;
using Agentic.Engine.Canonical;
using Agentic.Engine.Checks;
using Agentic.Engine.Definitions;
using Agentic.Engine.Runs;
using Agentic.Orchestration.Gate;
using Agentic.Orchestration.Requests;
using Agentic.Orchestration.Requests.Cases;
using Agentic.Orchestration.Security;

namespace Agentic.Orchestration.Execution.Activities;

/// <summary>Evaluates the gate and acts on its outcome: permit, approval, hand-off or denial.</summary>
internal sealed class GateActivity(
    GateEvaluator evaluator,
    ExecutionRecorder recorder,
    LedgerKeys keys,
    RoleHolders holders,
    Secrets secrets,
    TimeProvider time
) : IActivity
{
    public static ActivityType Type { get; } =
        new(ActivityTypes.Gate, ["ruleSet"], ["Allowed", "Denied"])
        {
            Required = ["ruleSet"],
            Check = (_, activity, context) => RuleSetCheck.Run(activity, context),
        };

    /// <returns>False when the execution is over for now.</returns>
    public async Task<bool> CarryOutAsync(ActionExecution execution, StepCommand step, CancellationToken cancellationToken)
    {
        var (result, stopped) = execution.ReadsAreFresh
            ? (
                await evaluator.DecideAsync(
                    execution.Pack,
                    execution.Catalogue,
                    execution.Definition,
                    execution.State,
                    new(execution.Run, step, execution.Facts, execution.Sources),
                    Review.Of(execution.Catalogue, execution.Action),
                    cancellationToken
                ),
                null
            )
            : await evaluator.EvaluateAsync(
                execution.Pack,
                execution.Catalogue,
                execution.Definition,
                execution.State,
                execution.Action.Arguments,
                execution.Run,
                step.Activity,
                execution.Ordinal,
                cancellationToken
            );
        if (result is null)
        {
            return await recorder.StuckAsync(
                execution,
                step.Activity,
                (stopped as GateReadResult.Unavailable)?.Reason ?? "the gate cannot be reached by reading",
                cancellationToken
            );
        }
        var decision = result.Decision;
        execution.Facts = result.Values;
        if (decision.Outcome is GateOutcome.Allowed or GateOutcome.NeedsApproval && AskAgain(execution, result) is { } requoted)
        {
            execution.Record(requoted);
            await recorder.SaveEventsAsync(execution, cancellationToken);
            return false;
        }
        execution.Record(new GateDecided(execution.Ordinal, step.Activity, decision));
        switch (decision.Outcome)
        {
            case GateOutcome.Denied:
                execution.Denied = decision;
                execution.Apply(new StepCompleted(step.Step, "Denied"));
                return true;
            case GateOutcome.HandOff:
                execution.Record(
                    HandOffFactory.Make(
                        execution.Pack,
                        execution.State,
                        "policy",
                        decision.Reasons[0].Staff,
                        time.GetUtcNow(),
                        execution.Ordinal
                    )
                );
                execution.Record(new ActionEnded(execution.Ordinal, ActionStatus.Skipped, "Policy hands this to a person."));
                execution.CancelRun();
                await recorder.SaveAsync(execution, cancellationToken);
                return false;
            case GateOutcome.NeedsApproval:
                if (
                    !await AskAsync(
                        execution,
                        Ask(execution, step.Activity, result, replaced: ReplacedApproval(execution)),
                        cancellationToken
                    )
                )
                {
                    execution.CancelRun();
                }
                else
                {
                    execution.Apply(new StepWaits(step.Step, new("approval")));
                }
                await recorder.SaveAsync(execution, cancellationToken);
                return false;
            default:
                await PermitAsync(execution, step, decision, approvalId: null, cancellationToken);
                return true;
        }
    }

    /// <summary>From the append of these facts on there is no way back, only reconciling and undo.</summary>
    public async Task PermitAsync(
        ActionExecution execution,
        StepCommand step,
        GateDecision decision,
        string? approvalId,
        CancellationToken cancellationToken
    )
    {
        var entries = new List<LedgerEntry>();
        foreach (var effect in decision.Effects)
        {
            entries.Add(new(await keys.ForAsync(execution.Pack.Name, effect, cancellationToken), effect));
        }
        execution.Record(new PermitConsumed(execution.Ordinal, step.Activity, approvalId, entries, decision.Limits));
        execution.Apply(new StepCompleted(step.Step, "Allowed"));
    }

    /// <summary>
    /// Asks for an approval. When too few people hold its role, the escalation role is asked at once, or the request goes
    /// to a person.
    /// </summary>
    /// <returns>False when there is no approval.</returns>
    public async Task<bool> AskAsync(ActionExecution execution, ApprovalRequested asked, CancellationToken cancellationToken)
    {
        if (await holders.MissingRoleAsync(asked.Demand, cancellationToken) is not { } missing)
        {
            execution.Record(asked);
            return true;
        }
        if (
            asked.Demand.EscalateTo is { } to
            && await holders.CanDecideAsync(asked.Demand with { Role = to }, cancellationToken)
        )
        {
            execution.Record(asked);
            execution.Record(new ApprovalEscalated(asked.ApprovalId, to, asked.Deadline));
            return true;
        }
        execution.Record(
            HandOffFactory.Make(
                execution.Pack,
                execution.State,
                "nobody",
                HandOffReasons.NobodyDecides(missing),
                time.GetUtcNow(),
                execution.Ordinal
            )
        );
        execution.Record(new ActionEnded(execution.Ordinal, ActionStatus.Skipped, $"Nobody holds the role {missing}."));
        return false;
    }

    public ApprovalRequested Ask(ActionExecution execution, string gate, GateResult result, ApprovalState? replaced)
    {
        var demand = result.Decision.Approval!;
        var now = time.GetUtcNow();
        var expires = execution.Pack.Calendar.Add(now, demand.ExpireAfter);
        var pinned = execution.Action with { Workflow = execution.Definition.Id, WorkflowHash = execution.Definition.Hash };
        var content = SealedContent.Of(
            execution.State,
            pinned,
            result.Decision,
            execution.Catalogue.ExactFacts,
            Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)),
            expires
        );
        return new(
            Ids.Approval(execution.State.Id, execution.State.Approvals.Count + 1),
            execution.Ordinal,
            gate,
            execution.Pack.Texts.Render(execution.Catalogue.Sentence, execution.State.Locale, result.Values),
            content,
            secrets.Seal(CanonicalJson.Serialize(content)),
            demand,
            execution.Pack.Calendar.Add(now, demand.Deadline),
            demand.RemindAfter is { } remind ? execution.Pack.Calendar.Add(now, remind) : null,
            expires,
            replaced?.Id,
            replaced is null ? [] : SealDifference.Between(replaced.Asked.Content, content),
            result.Decision
        );
    }

    /// <summary>The customer said yes to one sentence with all its figures; anything else needs another yes.</summary>
    private ActionEdited? AskAgain(ActionExecution execution, GateResult result)
    {
        return IsCovered(execution, result)
            ? null
            : PlannedActions.Edit(
                EntryOf(execution, result),
                RequestFold.SystemActor,
                execution.State.PlanVersion + 1,
                needsConsent: true
            );
    }

    public bool IsCovered(ActionExecution execution, GateResult result) =>
        PlannedActions.IsCovered(
            execution.Pack,
            execution.Catalogue,
            execution.Action,
            result,
            () => EntryOf(execution, result)
        );

    public PlannedAction EntryOf(ActionExecution execution, GateResult result) =>
        PlannedActions.Of(
            execution.Pack,
            execution.State,
            execution.Catalogue,
            execution.Action.Arguments,
            result,
            execution.Ordinal,
            time.GetUtcNow()
        );

    private static ApprovalState? ReplacedApproval(ActionExecution execution) =>
        execution.State.Approvals.LastOrDefault(approval => approval.Asked.Ordinal == execution.Ordinal) is { } last
        && execution.StatusOf(last) is ApprovalStatus.Voided or ApprovalStatus.Edited
            ? last
            : null;
}
