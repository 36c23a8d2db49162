using System.Text.Json.Nodes;
using Agentic.Contracts;
using Agentic.Engine.Runs;

namespace Agentic.Orchestration.Requests;

public sealed record ActionState
{
    public required int Ordinal { get; init; }

    /// <summary>The journal version of the last fact that changed this action.</summary>
    public long LastChangedVersion { get; init; }

    public required int PlanVersion { get; init; }

    public required string Name { get; init; }

    public required JsonObject Arguments { get; init; }

    public required string Sentence { get; init; }

    public required GatePreview Preview { get; init; }

    public IReadOnlyList<int> After { get; init; } = [];

    /// <summary>The pieces that it is about, as they were called when the plan was made.</summary>
    public JsonArray? Items { get; init; }

    /// <summary>What the amount is made of: goods, delivery costs, the tax within.</summary>
    public JsonObject? Breakdown { get; init; }

    /// <summary>Hash over all that the customer's yes covers; null in journals from before it was kept.</summary>
    public string? Terms { get; init; }

    /// <summary>The money that it moves; null when it moves none, and in older journals.</summary>
    public MovedMoney? Moves { get; init; }

    /// <summary>The all-or-nothing plan that it came with; null for a plan whose actions stand alone.</summary>
    public int? AtomicPlan { get; init; }

    public IReadOnlyList<string> Targets { get; init; } = [];

    public Money? AtRisk { get; init; }

    public ActionStatus Status { get; init; }

    /// <summary>The newest run state; parsed once, when its fact is folded.</summary>
    public RunState? Run { get; init; }

    public string? Workflow { get; init; }

    public string? WorkflowHash { get; init; }

    /// <summary>The second opinion on the planner's proposal.</summary>
    public Opinion? Opinion { get; init; }

    public GateDecision? Gate { get; init; }

    public string? GateActivity { get; init; }

    public IReadOnlyList<LimitReservation> Limits { get; init; } = [];

    public IReadOnlyList<EffectState> Effects { get; init; } = [];

    public RunStuck? Stuck { get; init; }

    /// <summary>Where and since when it has been stuck, or was the last time; the attempts in between do not move it.</summary>
    public StuckSince? StuckSince { get; init; }

    /// <summary>Unexpected failures so far, whatever their cause; progress in between does not take them back.</summary>
    public int Failures { get; init; }

    public UndoRequired? Undo { get; init; }

    public ActionEnded? End { get; init; }

    public int Voided { get; init; }

    public string? EditedBy { get; init; }

    /// <summary>The employee who proposed it while the request was theirs; null for the planner.</summary>
    public string? ProposedBy { get; init; }

    /// <summary>The last change came from the world, not from an employee.</summary>
    public bool Requoted { get; init; }

    public string? ConfirmedBy { get; init; }

    public DateTimeOffset? ConfirmedAt { get; init; }

    /// <summary>
    /// What the customer answered to the run's questions, by step; 0 where the question did not say its step.
    /// </summary>
    public IReadOnlyDictionary<int, string> Answers { get; init; } = new Dictionary<int, string>();

    /// <summary>Set while the customer has to confirm an edit.</summary>
    public bool AwaitsConsent { get; init; }

    /// <summary>Past the point of no return: at least one effect may have happened.</summary>
    public bool IsPermitted => Effects.Count > 0;

    /// <summary>
    /// A withdrawal ends it: it has no permit yet, or waits for the customer's answer before anything was carried
    /// out.
    /// </summary>
    public bool CanBeStopped => !Status.IsTerminal() && (!IsPermitted || WaitsForAnswer);

    /// <summary>Permitted, nothing sent, and the customer has been asked something.</summary>
    public bool WaitsForAnswer =>
        IsPermitted
        && Effects.All(effect => effect.Status == EffectStatus.Reserved && effect.NotSentCount == 0)
        && Run?.Open.Any(step => step.Waiting?.For == "answer") == true;
}
