namespace Agentic.Orchestration.Requests;

/// <summary>What an act led to.</summary>
/// <param name="State">The request after it; with a refusal as it stands, or null where the caller may not see it.</param>
internal sealed record ActResult(RequestState? State, Refusal? Refusal)
{
    public static implicit operator ActResult(RequestState state) => new(state, null);

    public static implicit operator ActResult(Refusal refusal) => new(null, refusal);
}
