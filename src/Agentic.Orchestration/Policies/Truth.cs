namespace Agentic.Orchestration.Policies;

/// <summary>Three-valued: a missing fact makes a condition unknown, and unknown never allows.</summary>
public enum Truth
{
    No,
    Yes,
    Unknown,
}
