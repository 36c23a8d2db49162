using System.Text.Json.Nodes;
using Agentic.Contracts;
using Agentic.Engine.Definitions;
using Agentic.Engine.Runs;
using Agentic.Orchestration.Gate;
using Agentic.Orchestration.Packs;
using Agentic.Orchestration.Requests;

namespace Agentic.Orchestration.Execution;

/// <summary>
/// One action being carried forward: the run in memory, and the facts that the next append will record. Nothing of it
/// is real before <see cref="BuildAppend"/>'s events are appended, and those only apply to the action as it was read.
/// </summary>
internal sealed class ActionExecution
{
    private readonly List<JournalEvent> _pending = [];
    private long _lastChangedVersion;

    public ActionExecution(Pack pack, RequestState state, ActionState action, WorkflowDefinition definition)
    {
        (Pack, State, Definition, Ordinal, _lastChangedVersion) = (
            pack,
            state,
            definition,
            action.Ordinal,
            action.LastChangedVersion
        );
        Run = action.Run ?? RunEngine.Start(definition, GateReader.Inputs(state, action.Arguments));
        Facts = GateReader.Base(state, action.Arguments);
        ReadsAreFresh = action.Run is null;
        Denied = action.Gate is { Outcome: GateOutcome.Denied } ? action.Gate : null;
    }

    public Pack Pack { get; }

    public WorkflowDefinition Definition { get; }

    public RequestState State { get; private set; }

    public int Ordinal { get; }

    public RunState Run { get; private set; }

    public JsonObject Facts { get; set; }

    public Dictionary<string, FactSource> Sources { get; } = [];

    /// <summary>The run began in this execution, so its reads are current and a gate need not repeat them.</summary>
    public bool ReadsAreFresh { get; }

    /// <summary>The refusal whose Denied port this run took.</summary>
    public GateDecision? Denied { get; set; }

    public ActionState Action => State.Action(Ordinal);

    public CatalogueAction Catalogue => Pack.Actions[Action.Name];

    /// <summary>Something that is still to be appended ends the action.</summary>
    public bool IsEnding => _pending.OfType<ActionEnded>().Any();

    public IReadOnlyList<EffectSettled> PendingSettlements => [.. _pending.OfType<EffectSettled>()];

    /// <summary>The status of an approval once the pending facts are appended.</summary>
    public ApprovalStatus StatusOf(ApprovalState approval) =>
        _pending.OfType<ApprovalClosed>().LastOrDefault(closed => closed.ApprovalId == approval.Id)?.Status ?? approval.Status;

    public bool HasPending => _pending.Count > 0;

    /// <summary>The key that a pending permit gives to an effect.</summary>
    public string? PendingPermit(string activity) =>
        _pending
            .OfType<PermitConsumed>()
            .SelectMany(permit => permit.Effects)
            .FirstOrDefault(entry => entry.Effect.Activity == activity)
            ?.Key;

    /// <summary>The gate has found that this effect would change nothing.</summary>
    public bool IsNothing(string activity) =>
        (_pending.OfType<GateDecided>().LastOrDefault()?.Decision ?? Action.Gate)?.Nothing?.Contains(activity) == true;

    /// <summary>What an effect of this action returned.</summary>
    public JsonObject? OutputOf(string activity) =>
        Action.Effects.LastOrDefault(effect => effect.Effect.Activity == activity && effect.UndoOf is null)?.Output
        ?? _pending
            .OfType<EffectSettled>()
            .FirstOrDefault(settled =>
                Action.Effects.Any(effect => effect.Key == settled.Key && effect.Effect.Activity == activity)
            )
            ?.Output;

    public void Record(JournalEvent happened)
    {
        _pending.Add(happened);
        IsDirty = true;
    }

    /// <summary>Something has happened since the last append.</summary>
    public bool IsDirty { get; private set; }

    public void Apply(RunEvent happened) => (Run, IsDirty) = (RunEngine.Apply(Definition, Run, happened), true);

    public void CancelRun() => (Run, IsDirty) = (RunEngine.Cancel(Run), true);

    /// <summary>Facts without the run: for a change that starts the run over.</summary>
    public Func<RequestState, Change> BuildAppendWithoutRun()
    {
        JournalEvent[] events = [.. _pending];
        // The version is the newest one's successor: a plan may have been proposed meanwhile.
        return current =>
            IsUnchanged(current)
                ? Change.Of([
                    .. events.Select(happened =>
                        happened is ActionEdited edited ? edited with { PlanVersion = current.PlanVersion + 1 } : happened
                    ),
                ])
                : Change.None;
    }

    /// <summary>The decision for the journal: all that is pending, unless the action is no longer what it was.</summary>
    public Func<RequestState, Change> BuildAppend()
    {
        var events = _pending.Append(new RunAdvanced(Ordinal, Run.ToJson(), Definition.Id, Definition.Hash)).ToArray();
        // What says that the run is stuck or over comes after the run's own fact; a proposal comes last, when a
        // person has the request.
        events =
        [
            .. events.Where(happened => happened is not (RunStuck or ActionEnded or PlanProposed)),
            .. events.OfType<RunStuck>(),
            .. events.OfType<ActionEnded>(),
            .. events.OfType<PlanProposed>(),
        ];
        // A proposal counts its actions and its version from the plan that it has seen.
        var plan = events.OfType<PlanProposed>().Any() ? State.PlanVersion : (int?)null;
        return current =>
            IsUnchanged(current) && (plan is null || plan == current.PlanVersion) ? new Change(events) : Change.None;
    }

    /// <summary>Goes on from a state that this execution itself appended to.</summary>
    public void ContinueFrom(RequestState after) =>
        (State, _lastChangedVersion) = (after, after.Action(Ordinal).LastChangedVersion);

    /// <summary>Goes on from what an append led to; what was pending is in it, or is void because the action changed.</summary>
    public void ApplyAppend(RequestState after)
    {
        _pending.Clear();
        IsDirty = false;
        State = after;
        _lastChangedVersion = Action.LastChangedVersion;
    }

    private bool IsUnchanged(RequestState current) =>
        current.Actions.FirstOrDefault(action => action.Ordinal == Ordinal) is { } action
        && action.LastChangedVersion == _lastChangedVersion
        // After the permit, what has happened is always recorded, but no new effect begins while a person has the request.
        && (
            action.IsPermitted
                ? !current.IsStopped(action)
                    || action.Undo is not null
                    || Run.Status == RunStatus.Faulted
                    || !_pending.Any(happened => happened is EffectIntended { Undo: null })
                : !(current.IsStopped(action) || current.IsWithdrawn)
        );
}
