using Agentic.Orchestration.Requests;

namespace Agentic.Orchestration.Identity;

/// <summary>Why an absence is not entered.</summary>
internal static class AbsenceRefusals
{
    public sealed record EndOutOfRange() : Refusal.Invalid("until", "Must be in the future, at most a year from now.");

    public sealed record DeputyWithoutRoles()
        : Refusal.Invalid("deputy", "Must be a colleague who holds your roles: standing in lends no right.");
}
