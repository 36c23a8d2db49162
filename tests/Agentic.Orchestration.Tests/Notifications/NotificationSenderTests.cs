using System.Collections.Concurrent;
using Agentic.Contracts;
using Agentic.Orchestration.Mailing;
using Agentic.Orchestration.Notifications;
using Agentic.Orchestration.Requests;
using Agentic.Orchestration.Tests.Execution;
using Agentic.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Agentic.Orchestration.Tests.Notifications;

public sealed class NotificationSenderTests : IAsyncLifetime
{
    private const string Return = "Bestellung 10042 bitte zurück";
    private readonly Workbench _bench = EffectTests.Small();
    private readonly Mailer _mailer = new();
    private NotificationSender _sender = null!;

    public Task InitializeAsync()
    {
        _bench.Shop.Contacts["anna"] = new()
        {
            ["found"] = true,
            ["name"] = "Anna",
            ["email"] = "anna@example.com",
            ["locale"] = "de",
        };
        _sender = ActivatorUtilities.CreateInstance<NotificationSender>(_bench.Services, _mailer);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await _bench.DisposeAsync();

    [Fact]
    public async Task News_AreSentOnce_UnderAnIdThatFollowsFromThem()
    {
        var id = await _bench.RunAsync(Return);
        await _sender.NotifyAsync(id, default);
        await _sender.NotifyAsync(id, default);
        var mail = _mailer.Sent.ShouldHaveSingleItem();
        mail.Id.ShouldBe($"{id}-{(await _bench.StateAsync(id)).Conversation.Count}");
        NextWork.NotificationAt(await _bench.StateAsync(id)).ShouldBeNull();
    }

    [Fact]
    public async Task MailThatIsNotTaken_IsTriedAgainLater_WithLongerPauses()
    {
        var id = await _bench.RunAsync(Return);
        _mailer.Refuses = _ => new("busy", isFinal: false);
        var pauses = new List<double>();
        for (var attempt = 0; attempt < 12; attempt++)
        {
            await _sender.NotifyAsync(id, default);
            var due = NextWork.NotificationAt(await _bench.StateAsync(id))!.Value;
            pauses.Add((due - _bench.Time.GetUtcNow()).TotalSeconds);
            _bench.Time.Advance(due - _bench.Time.GetUtcNow());
        }
        pauses[0].ShouldBe(10, 1);
        pauses.Zip(pauses.Skip(1)).ShouldAllBe(pair => pair.Second >= pair.First - 1);
        pauses[^1].ShouldBe(3600, 1);
        _mailer.Refuses = _ => null;
        await _sender.NotifyAsync(id, default);
        _mailer.Sent.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task MailboxThatDoesNotExist_IsGivenUp_AndTheJournalSaysWhy()
    {
        var id = await _bench.RunAsync(Return);
        _mailer.Refuses = _ => new("no such mailbox", isFinal: true);
        await _sender.NotifyAsync(id, default);
        NextWork.NotificationAt(await _bench.StateAsync(id)).ShouldBeNull();
        (await _bench.Journal.ReadAsync(id, 0, default))
            .Select(entry => entry.Event)
            .OfType<CustomerNotified>()
            .ShouldHaveSingleItem()
            .NotSent.ShouldBe("no such mailbox");
    }

    private sealed class Mailer : IMailer
    {
        public ConcurrentQueue<Mail> Sent { get; } = new();

        public Func<Mail, MailNotSentException?> Refuses { get; set; } = _ => null;

        public Task SendAsync(Mail mail, CancellationToken cancellationToken)
        {
            if (Refuses(mail) is { } refused)
            {
                throw refused;
            }
            Sent.Enqueue(mail);
            return Task.CompletedTask;
        }
    }
}
