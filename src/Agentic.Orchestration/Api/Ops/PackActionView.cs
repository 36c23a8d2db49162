using Agentic.Contracts;
using Agentic.Orchestration.Packs;

namespace Agentic.Orchestration.Api.Ops;

/// <param name="Action">Its id in the catalogue.</param>
/// <param name="Name">What staff call it.</param>
/// <param name="SamplePercent">Of a hundred automatic runs, so many are looked at afterwards.</param>
/// <param name="AutomaticUpTo">The cost of error up to which nobody is asked; null for no limit of its own.</param>
/// <param name="Rules">In the order in which they are written; the strictest that holds decides.</param>
public sealed record PackActionView(
    string Action,
    LocalText Name,
    LocalText Purpose,
    string Workflow,
    int Version,
    string Hash,
    Autonomy Autonomy,
    int SamplePercent,
    Money? AutomaticUpTo,
    bool SecondOpinion,
    string Role,
    int Quorum,
    IReadOnlyList<RuleView> Rules
);
