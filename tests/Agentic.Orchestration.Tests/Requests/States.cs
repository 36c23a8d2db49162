using Agentic.Contracts;
using Agentic.Orchestration.Requests;

namespace Agentic.Orchestration.Tests.Requests;

/// <summary>Small states to vary with <c>with</c>: a request with a confirmed plan of one action.</summary>
internal static class States
{
    public static readonly DateTimeOffset Now = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);

    public static RequestState Request(params ActionState[] actions) =>
        new()
        {
            Id = Ids.NewRequest(Now),
            Text = "Please send it back.",
            Locale = "en",
            CustomerId = "anna",
            SubmittedBy = "anna",
            Pack = "retail",
            ReceivedAt = Now.AddHours(-1),
            UpdatedAt = Now,
            Version = 9,
            PlanVersion = 1,
            PlanConfirmed = true,
            Planning = new() { Due = false },
            Actions = actions,
        };

    public static ActionState Action(ActionStatus status, int ordinal = 1) =>
        new()
        {
            Ordinal = ordinal,
            PlanVersion = 1,
            Name = "return",
            Arguments = [],
            Sentence = "Return the scarf",
            Preview = new(GateOutcome.Allowed, []),
            Status = status,
        };

    public static EffectState Effect(EffectStatus status, string key = "k1") =>
        new(key, new("refund", "shop", "refund", "refund", [], ["order:1"], null, null, null), status, null);

    public static HandOffState HandOff(string topic) =>
        new("h1", topic, new("Was?", "What?"), "", Now, Now.AddDays(1), TakesOverRequest: true, Ordinal: 1);

    public static ApprovalState Approval(
        ApprovalStatus status,
        DateTimeOffset? remindAt = null,
        string? escalateTo = null,
        string gate = "gate"
    )
    {
        var demand = new ApprovalDemand("approver", 1, null, TimeSpan.FromHours(4), null, escalateTo, TimeSpan.FromDays(1));
        var gated = new GateDecision(GateOutcome.NeedsApproval, [], demand, [], [], [], null, null);
        var asked = new ApprovalRequested(
            "a1",
            1,
            gate,
            "Return the scarf",
            [],
            "seal",
            demand,
            Now.AddHours(4),
            remindAt,
            Now.AddDays(1),
            null,
            [],
            gated
        );
        return new(asked, status, Now) { RequiredRole = "approver", Deadline = asked.Deadline };
    }
}
