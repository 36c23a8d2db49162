using System.Text.Json.Nodes;
using Agentic.Contracts;
using Agentic.Orchestration.Customers;
using Agentic.Orchestration.Gate;
using Agentic.Orchestration.Identity;
using Agentic.Orchestration.Journal;
using Agentic.Orchestration.Mailing;
using Agentic.Orchestration.Messaging;
using Agentic.Orchestration.Packs;
using Agentic.Orchestration.Requests;
using Agentic.Orchestration.Requests.Messages;
using Agentic.Orchestration.Storage;
using Microsoft.Extensions.Logging;

namespace Agentic.Orchestration.Notifications;

/// <summary>
/// Writes to people what the journal says they have to know. Sent first, recorded after: a crash in between sends the
/// same mail again under the same id, and never none.
/// </summary>
internal sealed partial class NotificationSender(
    RequestJournal journal,
    PackRegistry packs,
    CustomerDirectory customers,
    Absences absences,
    IMailer mailer,
    SignedLinks links,
    MailOptions options,
    WorkLease lease,
    TimeProvider time,
    ILogger<NotificationSender> log
) : IWakeUpHandler
{
    /// <summary>With an hour between them in the end: about three days.</summary>
    private const int MaxAttempts = 80;

    /// <summary>Messages older than this are not mailed: they date from a time without a mail channel.</summary>
    private static readonly TimeSpan MaxAge = TimeSpan.FromDays(3);

    private readonly PerRequestSerializer _turns = new();

    Task IWakeUpHandler.HandleAsync(string requestId, CancellationToken cancellationToken) =>
        NotifyAsync(requestId, cancellationToken);

    public Task NotifyAsync(string requestId, CancellationToken cancellationToken) =>
        _turns.RunAsync(
            requestId,
            () =>
                lease.HoldAsync(
                    requestId,
                    NextWork.Notification,
                    async () =>
                    {
                        while (
                            await journal.FindAsync(requestId, cancellationToken) is { } state
                            && NextWork.NotificationAt(state) <= time.GetUtcNow()
                        )
                        {
                            IReadOnlyList<JournalEvent> happened;
                            try
                            {
                                happened = MailPolicy.IsCustomerDue(state)
                                    ? [await TellAsync(state, cancellationToken)]
                                    : [await AskAsync(state, state.Approvals.First(MailPolicy.IsDue), cancellationToken)];
                            }
                            catch (Exception failed)
                                when (!cancellationToken.IsCancellationRequested && failed is not StoreUnavailableException)
                            {
                                NotSent(log, requestId, failed.Message);
                                happened =
                                [
                                    Failed(
                                        state,
                                        failed as MailNotSentException ?? new(failed.Message, isFinal: false, failed)
                                    ),
                                ];
                            }
                            await journal.UpdateAsync(
                                requestId,
                                current => Applies(current, happened[0]) ? happened : [],
                                cancellationToken,
                                NextWork.Notification
                            );
                        }
                    },
                    cancellationToken
                )
        );

    private static bool Applies(RequestState current, JournalEvent happened) =>
        happened switch
        {
            CustomerNotified notified => current.Notified.Lines < notified.Lines,
            ApproversNotified notified => current.Approvals.First(approval => approval.Id == notified.ApprovalId).Notified
                < notified.Stage,
            _ => true,
        };

    private async Task<CustomerNotified> TellAsync(RequestState state, CancellationToken cancellationToken)
    {
        var lines = state.Conversation.Count;
        if (MailPolicy.ForCustomer(state, since: time.GetUtcNow() - MaxAge) is not { } notice)
        {
            return new(lines, "It is old news by now.");
        }
        if (await customers.FindContactAsync(state.CustomerId, cancellationToken) is not { } contact)
        {
            return new(lines, "The customer has no e-mail address.");
        }
        var texts = packs[state.Pack].Texts;
        var body = texts.Render(
            MailTexts.Letter,
            state.Locale,
            new() { ["name"] = contact.Name, ["until"] = (time.GetUtcNow() + options.LinkLifetime).ToString("O") },
            new Dictionary<string, string>
            {
                ["text"] = string.Join("\n\n", notice.Lines),
                ["link"] = $"{options.SiteUrl}{links.Path(state)}",
            }
        );
        await mailer.SendAsync(
            new($"{state.Id}-{lines}", contact.Email, texts.Render(notice.Subject, state.Locale, []), body),
            cancellationToken
        );
        return new(lines);
    }

    /// <summary>The link leads to a page that asks; neither it nor the mail decides anything.</summary>
    private async Task<ApproversNotified> AskAsync(
        RequestState state,
        ApprovalState approval,
        CancellationToken cancellationToken
    )
    {
        var (texts, stage, sent) = (packs[state.Pack].Texts, MailPolicy.Stage(approval), 0);
        MailNotSentException? last = null;
        var subject = stage switch
        {
            1 => MailTexts.ApprovalAskedSubject,
            2 => MailTexts.ApprovalRemindedSubject,
            _ => MailTexts.ApprovalEscalatedSubject,
        };
        foreach (
            var account in await absences.ListRecipientsAsync(
                account => account.Email is not null && ApprovalRights.HasRole(account, approval.RequiredRole),
                cancellationToken
            )
        )
        {
            var values = new JsonObject
            {
                ["name"] = account.Name,
                ["sentence"] = approval.Asked.Sentence,
                ["deadline"] = approval.Deadline.ToString("O"),
            };
            var own = new Dictionary<string, string> { ["link"] = $"{options.SiteUrl}/desk/approvals/{approval.Id}" };
            try
            {
                await mailer.SendAsync(
                    new(
                        $"{approval.Id}-{stage}-{account.User}",
                        account.Email!,
                        texts.Render(subject, state.Locale, []),
                        texts.Render(MailTexts.Approval, state.Locale, values, own)
                    ),
                    cancellationToken
                );
                sent++;
            }
            catch (MailNotSentException failed)
            {
                // One bad mailbox holds up nobody else.
                NotSent(log, state.Id, failed.Message);
                last = failed;
            }
        }
        return sent == 0 && last is { IsFinal: false } ? throw last : new(approval.Id, stage, sent);
    }

    /// <summary>Later, and in the end not at all: the page has everything, and the journal says why no mail came.</summary>
    private JournalEvent Failed(RequestState state, MailNotSentException failed)
    {
        var attempt = state.Notified.Attempt + 1;
        var isOver = failed.IsFinal || attempt >= MaxAttempts;
        return !isOver
                ? new NotificationPostponed(
                    failed.Message,
                    attempt,
                    time.GetUtcNow() + TimeSpan.FromSeconds(Math.Min(3600, 5 * Math.Pow(2, attempt)))
                )
            : MailPolicy.IsCustomerDue(state) ? new CustomerNotified(state.Conversation.Count, failed.Message)
            : Unasked(state.Approvals.First(MailPolicy.IsDue));
    }

    private static ApproversNotified Unasked(ApprovalState approval) => new(approval.Id, MailPolicy.Stage(approval), 0);

    [LoggerMessage(6001, LogLevel.Warning, "No e-mail about request {RequestId}: {Reason}")]
    private static partial void NotSent(ILogger logger, string requestId, string reason);
}
