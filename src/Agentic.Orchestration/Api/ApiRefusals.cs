using Agentic.Orchestration.Requests;

namespace Agentic.Orchestration.Api;

/// <summary>Why somebody may not call a route at all.</summary>
internal static class ApiRefusals
{
    /// <param name="What">The subject of the sentence, in the plural, such as <c>Approvals</c>.</param>
    public sealed record StaffOnly(string What) : Refusal.Forbidden($"{What} are for staff.");

    /// <param name="Needed">One of these is enough.</param>
    public sealed record NeedsRole(params IReadOnlyList<string> Needed)
        : Refusal.Forbidden($"This needs the role {string.Join(" or ", Needed)}.");

    public sealed record CustomersOnly() : Refusal.Forbidden("Only customers have requests of their own.");

    public sealed record NotYourList() : Refusal.Forbidden("This list is for staff; yours is /api/my/requests.");

    public sealed record OnlyTheCustomer() : Refusal.Forbidden("Only the customer may do this.");

    public sealed record BodyTooLarge() : Refusal.TooLarge("The body is too large: 64 KiB at most.");

    public sealed record StoreAway() : Refusal.Unavailable("The store is not available now. Nothing was changed; try again.");

    public sealed record StoreSilent()
        : Refusal.Unavailable("The store does not say whether this was kept. Look before you repeat it.");

    /// <param name="TraceId">By which the log has it.</param>
    public sealed record OurFault(string TraceId)
        : Refusal.Unexpected($"Something is wrong on our side. Quote {TraceId} when you report it.");
}
