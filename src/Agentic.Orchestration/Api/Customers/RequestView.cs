using Agentic.Contracts;

namespace Agentic.Orchestration.Api.Customers;

/// <summary>A request as the API shows it.</summary>
/// <param name="Referred">Requests in which the rest of this one's words goes on; null when there is none.</param>
/// <param name="CanBeWithdrawn">Something in it has not been carried out yet, and a withdrawal would stop it.</param>
public sealed record RequestView(
    string Id,
    RequestStatus State,
    string Text,
    string Locale,
    string CustomerId,
    PlanView? Plan,
    IReadOnlyList<ConversationView> Conversation,
    IReadOnlyList<WaitingView> WaitingFor,
    DateTimeOffset? PromisedBy,
    string Link,
    DateTimeOffset ReceivedAt,
    DateTimeOffset UpdatedAt,
    string? LinkedTo,
    long Version,
    bool CanBeWithdrawn,
    IReadOnlyList<QuestionView> Questions,
    FeedbackGiven? Feedback = null,
    IReadOnlyList<ReferredView>? Referred = null
);
