using System.Text.Json.Nodes;
using Agentic.Contracts;
using Agentic.Orchestration.Policies;

namespace Agentic.Orchestration.Packs;

/// <summary>pack.yaml</summary>
/// <param name="Examples">What a customer could write, shown as suggestions.</param>
/// <param name="Statutory">Language to phrases that exercise a right which no machine may decline.</param>
/// <param name="EarlierEffects">Kinds of effect on the same object that an approver sees, whatever the approval
/// itself is about.</param>
internal sealed record PackFile(
    string Name,
    string Owner,
    LocalText Purpose,
    CalendarFile Calendar,
    HandOffFile HandOff,
    IReadOnlyList<LocalText> Examples,
    IReadOnlyDictionary<string, IReadOnlyList<string>>? Statutory = null,
    BreakdownFile? Breakdown = null,
    IReadOnlyList<string>? EarlierEffects = null
);

/// <param name="Adds">Members of a quote that add up to its amount.</param>
/// <param name="Within">Members of a quote that are contained in its amount.</param>
internal sealed record BreakdownFile(IReadOnlyList<string> Adds, IReadOnlyList<string>? Within = null);

/// <param name="Zone">IANA name, such as <c>Europe/Berlin</c>.</param>
/// <param name="Hours">Weekday (<c>mon</c> to <c>sun</c>) to <c>08:00-18:00</c>, <c>00:00-24:00</c> or
/// <c>22:00-06:00</c>; several spans are divided by commas, a missing day is closed.</param>
/// <param name="Holidays">Dates, <c>2026-12-25</c>.</param>
internal sealed record CalendarFile(string Zone, IReadOnlyDictionary<string, string> Hours, IReadOnlyList<string> Holidays);

/// <param name="Deadline">Working time within which an employee answers.</param>
internal sealed record HandOffFile(TimeSpan Deadline);

/// <summary>actions.yaml</summary>
internal sealed record ActionsFile(IReadOnlyDictionary<string, ActionFile> Actions);

/// <param name="Name">What staff call the action; its purpose when left out.</param>
/// <param name="Sentence">Text key of the business sentence that customers and approvers read.</param>
/// <param name="RestsOn">Facts that must be the same when the permit is used (<c>exact</c>) or may differ
/// (<c>ignore</c>).</param>
/// <param name="AtRisk">The fact that says how much money moves.</param>
/// <param name="PaidTo">The value that says where the money goes.</param>
/// <param name="HandlingCost">What an error costs beyond the money, such as <c>4.00 EUR</c>.</param>
/// <param name="AutomaticUpTo">Cost of error above which a human decides, whatever the policy allows.</param>
/// <param name="SamplePercent">With autonomy <c>sample</c>: how many of a hundred automatic ones are looked at
/// afterwards.</param>
/// <param name="Plannable">False: only a workflow (<c>Agentic.Propose</c>) or an employee proposes it, never a planner.</param>
/// <param name="SecondOpinion">A reviewer reads the customer's words again; without its agreement a human decides.</param>
internal sealed record ActionFile(
    string Workflow,
    LocalText Purpose,
    string Sentence,
    IReadOnlyDictionary<string, ArgumentFile> Arguments,
    IReadOnlyDictionary<string, RestsOnKind> RestsOn,
    Autonomy Autonomy,
    ApprovalDemandFile Approval,
    string? AtRisk = null,
    string? HandlingCost = null,
    string? AutomaticUpTo = null,
    bool SecondOpinion = false,
    int SamplePercent = 10,
    bool Plannable = true,
    LocalText? Name = null,
    string? PaidTo = null
);

internal enum RestsOnKind
{
    Exact,
    Ignore,
}

/// <summary>How much a process may do on its own. Can only tighten what policy says.</summary>
[System.Text.Json.Serialization.JsonConverter(typeof(NamedEnumConverter<Autonomy>))]
public enum Autonomy
{
    Assist,
    Approve,
    Sample,
    Automatic,
}

/// <param name="Consent">The customer confirmed this value: changing it needs the customer again.</param>
/// <param name="Grounded">The value must occur in the customer's words or in a query's result.</param>
internal sealed record ArgumentFile(
    JsonObject Schema,
    LocalText Description,
    bool Consent = false,
    bool Grounded = false,
    bool Required = true
);
