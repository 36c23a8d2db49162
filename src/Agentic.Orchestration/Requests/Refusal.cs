namespace Agentic.Orchestration.Requests;

/// <summary>
/// An expected no, and what the caller can do. Each reason that a room gives is a record in that room, of one of these
/// kinds; what a kind means for HTTP is said once, in <c>Api</c>.
/// </summary>
/// <param name="Detail">For the caller, with the way out where there is one.</param>
public abstract record Refusal(string Detail)
{
    /// <summary>Does not exist, or is none of the caller's business: the two look alike.</summary>
    public sealed record Missing() : Refusal("There is no such object, or it is not yours to see.");

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

    public record NotSignedIn(string Detail) : Refusal(Detail);
}
