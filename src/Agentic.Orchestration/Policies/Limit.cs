namespace Agentic.Orchestration.Policies;

/// <summary>A sum or count that spans requests.</summary>
/// <param name="Per">The fact that it is counted per, such as <c>customer.id</c>.</param>
/// <param name="Sum">The money fact that is summed; null counts actions.</param>
/// <param name="Maximum">Minor units or a count.</param>
/// <param name="AutomaticOnly">Counts only what ran without a human.</param>
public sealed record Limit(
    string Name,
    string Per,
    string? Sum,
    TimeSpan Window,
    long Maximum,
    string? Currency,
    bool AutomaticOnly
);
