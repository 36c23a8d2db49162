using System.Text.Json.Nodes;
using Agentic.Contracts;
using Agentic.Orchestration.Policies;

namespace Agentic.Orchestration.Packs;

/// <summary>pack.yaml</summary>
/// <param name="Examples">What a customer could write, shown as suggestions.</param>
internal sealed record PackFile(string Name, string Owner, LocalText Purpose, CalendarFile Calendar, HandOffFile HandOff, IReadOnlyList<LocalText> Examples);

/// <param name="Zone">IANA name, such as <c>Europe/Berlin</c>.</param>
/// <param name="Hours">Weekday (<c>mon</c> to <c>sun</c>) to <c>08:00-18:00</c>, <c>00:00-24:00</c> or <c>22:00-06:00</c>; several spans are divided by commas, a missing day is closed.</param>
/// <param name="Holidays">Dates, <c>2026-12-25</c>.</param>
internal sealed record CalendarFile(string Zone, IReadOnlyDictionary<string, string> Hours, IReadOnlyList<string> Holidays);

/// <param name="Deadline">Working time within which an employee answers.</param>
internal sealed record HandOffFile(TimeSpan Deadline);

/// <summary>actions.yaml</summary>
internal sealed record ActionsFile(IReadOnlyDictionary<string, ActionFile> Actions);

/// <param name="Sentence">Text key of the business sentence that customers and approvers read.</param>
/// <param name="RestsOn">Facts that must be the same when the permit is used (<c>exact</c>) or may differ (<c>ignore</c>).</param>
/// <param name="AtRisk">The fact that says how much money moves.</param>
/// <param name="HandlingCost">What an error costs beyond the money, such as <c>4.00 EUR</c>.</param>
/// <param name="AutomaticUpTo">Cost of error above which a human decides, whatever the policy allows.</param>
/// <param name="SamplePercent">With autonomy <c>sample</c>: how many of a hundred automatic ones are looked at afterwards.</param>
/// <param name="Plannable">False: only a workflow (<c>Agentic.Propose</c>) or an employee proposes it, never a planner.</param>
/// <param name="SecondOpinion">A reviewer reads the customer's words again; without its agreement a human decides.</param>
internal sealed record ActionFile(
    string Workflow, LocalText Purpose, string Sentence, IReadOnlyDictionary<string, ArgumentFile> Arguments,
    IReadOnlyDictionary<string, RestsOnKind> RestsOn, Autonomy Autonomy, ApprovalDemandFile Approval, string? AtRisk = null, string? HandlingCost = null, string? AutomaticUpTo = null,
    bool SecondOpinion = false, int SamplePercent = 10, bool Plannable = true);

internal enum RestsOnKind { Exact, Ignore }

/// <summary>How much a process may do on its own. Can only tighten what policy says.</summary>
[System.Text.Json.Serialization.JsonConverter(typeof(NamedEnumConverter<Autonomy>))]
public enum Autonomy { Assist, Approve, Sample, Automatic }

/// <param name="Consent">The customer confirmed this value: changing it needs the customer again.</param>
/// <param name="Grounded">The value must occur in the customer's words or in a query's result.</param>
internal sealed record ArgumentFile(JsonObject Schema, LocalText Description, bool Consent = false, bool Grounded = false, bool Required = true);

/// <summary>vocabulary.xx.yaml: what the offline planner knows of a language and a business.</summary>
/// <param name="Wishes">Action to the words that ask for it.</param>
/// <param name="Keep">Words that say that an item stays, wherever they stand; <paramref name="KeepAfter"/> only behind the item.</param>
/// <param name="Noise">Phrases that look like something else and mean nothing.</param>
/// <param name="Filler">Words that may stand between a number or a negation and its item.</param>
/// <param name="Account">Words that say that the customer's own account is meant, not an order.</param>
/// <param name="Alter">Words that ask for an exchange when an item and a colour or size stand beside them.</param>
/// <param name="Pay">Words that ask for another payment method when one is named beside them.</param>
/// <param name="Sizes">Size to the words for it; they count where a size is expected ("in medium").</param>
/// <param name="OrderWith">Words after which an item only says which order is meant.</param>
/// <param name="Told">Words of what has happened ("bought", "paid"): a stretch with one of them and no wish asks for nothing.</param>
/// <param name="Conditions">Words that make a wish depend on something ("if", "unless").</param>
/// <param name="Prices">Words beside an amount that say what something cost.</param>
/// <param name="Statutory">Words that exercise a right which no machine may decline.</param>
/// <param name="Atomic">All of it or nothing.</param>
/// <param name="Steps">A size <c>up</c> or <c>down</c>.</param>
/// <param name="OrderMarkers">Words before a number that make it an order number.</param>
/// <param name="Items">Canonical item word (as the shop names it) to the words customers use.</param>
public sealed record Vocabulary(
    IReadOnlyDictionary<string, IReadOnlyList<string>> Wishes,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Items,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Colours,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Reasons,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Methods,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Numbers,
    IReadOnlyList<string> Everything,
    IReadOnlyList<string> Person,
    IReadOnlyList<string> Not,
    IReadOnlyList<string> Yes,
    IReadOnlyList<string> No,
    IReadOnlyList<string> Unsupported,
    IReadOnlyList<string> OtherMethods,
    IReadOnlyList<string> Keep,
    IReadOnlyList<string> KeepAfter,
    IReadOnlyList<string> Noise,
    IReadOnlyList<string> Also,
    IReadOnlyList<string> Corrections,
    IReadOnlyList<string> Other,
    IReadOnlyList<string> Account,
    IReadOnlyList<string> Atomic,
    IReadOnlyList<string> Alter,
    IReadOnlyList<string> Pay,
    IReadOnlyList<string> OrderWith,
    IReadOnlyList<string> Told,
    IReadOnlyList<string> Conditions,
    IReadOnlyList<string> Prices,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Sizes,
    IReadOnlyList<string> Statutory,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Steps,
    IReadOnlyList<string> Filler,
    IReadOnlyList<string> OrderMarkers,
    IReadOnlyDictionary<string, string> Says);
