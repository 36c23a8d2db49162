using Agentic.Contracts;
using Agentic.Orchestration.Packs;

namespace Agentic.Orchestration.Requests.Messages;

/// <summary>Which changes are worth an e-mail: somebody has to act, a promise moved, or it is over.</summary>
internal static class MailPolicy
{
    /// <summary>Conversation key to the text key of the mail's subject; an employee's own words have no key.</summary>
    private static readonly Dictionary<string, string> Subjects = new()
    {
        ["question"] = MailTexts.QuestionSubject,
        [CustomerTexts.PlanIntro] = MailTexts.ConfirmSubject,
        [CustomerTexts.PlanContinues] = MailTexts.ConfirmSubject,
        [CustomerTexts.Edited] = MailTexts.ConfirmSubject,
        [CustomerTexts.Requoted] = MailTexts.ConfirmSubject,
        [CustomerTexts.HandedOff] = MailTexts.HandedOffSubject,
        [CustomerTexts.Expired] = MailTexts.HandedOffSubject,
        [CustomerTexts.NotInTime] = MailTexts.HandedOffSubject,
        [CustomerTexts.Late] = MailTexts.PromiseSubject,
        [CustomerTexts.StatutoryReceived] = MailTexts.NewsSubject,
        [CustomerTexts.Credited] = MailTexts.NewsSubject,
        [CustomerTexts.MoneyReturned] = MailTexts.NewsSubject,
        [CustomerTexts.NotSettled] = MailTexts.NewsSubject,
        [CustomerTexts.Unclear] = MailTexts.NewsSubject,
        [CustomerTexts.Completed] = MailTexts.OutcomeSubject,
        [CustomerTexts.CompletedInstructed] = MailTexts.OutcomeSubject,
        [CustomerTexts.PartlyCompleted] = MailTexts.OutcomeSubject,
        [CustomerTexts.Declined] = MailTexts.OutcomeSubject,
        [CustomerTexts.Failed] = MailTexts.OutcomeSubject,
        [CustomerTexts.NeedsPerson] = MailTexts.HandedOffSubject,
        [CustomerTexts.PassedOn] = MailTexts.HandedOffSubject,
        [CustomerTexts.Reported] = MailTexts.HandedOffSubject,
        [CustomerTexts.ActionFailed] = MailTexts.HandedOffSubject,
        [CustomerTexts.ClosedByPerson] = MailTexts.OutcomeSubject,
        [CustomerTexts.Withdrawn] = MailTexts.OutcomeSubject,
        [CustomerTexts.WithdrawnOwed] = MailTexts.NewsSubject,
    };

    /// <summary>
    /// The lines of one e-mail, with the subject of the last line that asks for something, or else of the last one
    /// worth a mail.
    /// </summary>
    public sealed record Notice(string Subject, IReadOnlyList<string> Lines);

    public static bool IsCustomerDue(RequestState state)
    {
        for (var index = state.Notified.Lines; index < state.Conversation.Count; index++)
        {
            if (SubjectOf(state.Conversation[index]) is not null)
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>News that was not mailed yet, as one e-mail. Lines of other changes stay on the page.</summary>
    /// <param name="since">Lines before this are too old to be mailed.</param>
    public static Notice? ForCustomer(RequestState state, DateTimeOffset since)
    {
        var open = state
            .Conversation.Skip(state.Notified.Lines)
            .Where(line => line.From != "customer" && line.At >= since)
            .ToArray();
        var worthy = open.Where(line => SubjectOf(line) is not null).ToArray();
        return worthy.Length == 0
            ? null
            // What somebody has to do goes before what they only should know.
            : new(
                SubjectOf(
                    worthy.LastOrDefault(line => SubjectOf(line) is MailTexts.QuestionSubject or MailTexts.ConfirmSubject)
                        ?? worthy[^1]
                )!,
                [.. open.Where(line => worthy.Any(due => due.At == line.At)).Select(line => line.Text).Distinct()]
            );
    }

    public static bool IsDue(ApprovalState approval) =>
        approval.Status == ApprovalStatus.Open && approval.Notified < Stage(approval);

    public static int Stage(ApprovalState approval) =>
        approval.Escalated ? 3
        : approval.Reminded ? 2
        : 1;

    private static string? SubjectOf(ConversationLine line) =>
        line.From == "employee"
            ? line.Key == "question"
                ? MailTexts.QuestionSubject
                : MailTexts.NewsSubject
            : line.Key is null
                ? null
                : Subjects.GetValueOrDefault(line.Key);
}
