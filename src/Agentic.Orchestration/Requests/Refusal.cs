namespace Agentic.Orchestration.Requests;

/// <summary>
/// An expected no, with what the caller can do about it. Each room declares its refusals as records of one of these
/// kinds; <c>Api</c> maps each kind to HTTP, in one place. A single wrong field needs no record of its own: <see
/// cref="Invalid"/> names the field and the rule.
/// </summary>
/// <param name="Detail">For the caller, with the way out where there is one.</param>
public abstract record Refusal(string Detail)
{
    /// <summary>Does not exist, or is none of the caller's business: the two look alike.</summary>
    public record Missing(
        string Detail = "There is no such object, or it is not yours to see.",
        string Title = "Not found",
        string? Field = null
    ) : Refusal(Detail);

    public record Forbidden(string Detail) : Refusal(Detail);

    /// <summary>The world has moved on; the answer carries how it stands now.</summary>
    public record Conflict(string Detail) : Refusal(Detail);

    /// <param name="Field">The member that is wrong, as a path.</param>
    public record Invalid(string Field, string Detail) : Refusal(Detail);

    /// <param name="What">What there is too much of, such as <c>Too many messages</c>.</param>
    public record TooMuch(string What, string Detail) : Refusal(Detail);

    /// <param name="What">What the key was used for before, such as <c>message</c>.</param>
    public sealed record KeyReused(string What)
        : Refusal($"This Idempotency-Key was used for another {What}. Use a new key for a new {What}.");

    /// <summary>Something that the answer depends on does not answer itself. Nothing was changed.</summary>
    public record Unavailable(string Detail) : Refusal(Detail);

    /// <param name="Field">The member that was to show who the caller is, where there is one.</param>
    public record NotSignedIn(string Detail, string Title = "Not signed in", string? Field = null) : Refusal(Detail);

    /// <summary>Well formed, but not what its sender has announced.</summary>
    public record Unfit(string Field, string Detail, string Title = "Invalid event") : Refusal(Detail);

    public record TooLarge(string Detail) : Refusal(Detail);

    /// <summary>Our own failure, told as such: the caller did nothing wrong.</summary>
    public record Unexpected(string Detail, string Title = "Unexpected error") : Refusal(Detail);
}
