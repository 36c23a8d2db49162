namespace Agentic.Orchestration.Storage;

/// <summary>Why an append was refused.</summary>
public abstract record AppendConflict
{
    /// <summary>Somebody else appended first: read again and decide again.</summary>
    public sealed record Version(long Current) : AppendConflict;

    /// <summary>The same effect on the same target is under way or done.</summary>
    public sealed record TargetBusy(string Target, string RequestId) : AppendConflict;

    public sealed record LimitExceeded(string Counter) : AppendConflict;

    /// <summary>The kill switch was used first.</summary>
    public sealed record PackSuspended(string Pack) : AppendConflict;

    public sealed record IdempotencyKeyUsed(string RequestId, string BodyHash) : AppendConflict;
}
