using Agentic.Orchestration.Requests;

namespace Agentic.Orchestration.Gate;

/// <summary>Why somebody may not decide about an action.</summary>
internal static class GateRefusals
{
    public sealed record OwnCustomerAccount() : Refusal.Forbidden("This concerns your own customer account.");

    public sealed record AccountUncheckable()
        : Refusal.Unavailable("Whose customer account this is cannot be looked up now. Nothing was decided; try again.");
}
