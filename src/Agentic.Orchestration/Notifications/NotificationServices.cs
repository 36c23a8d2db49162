using Agentic.Orchestration.Customers;
using Agentic.Orchestration.Mailing;
using Agentic.Orchestration.Messaging;
using Agentic.Orchestration.Requests;
using Agentic.Orchestration.Storage;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Agentic.Orchestration.Notifications;

public static class NotificationServices
{
    /// <param name="demo">Without a mail server mails are kept and shown; the caller makes sure that this is
    /// Development on loopback.</param>
    public static IServiceCollection AddNotifications(
        this IServiceCollection services,
        IConfiguration configuration,
        bool demo,
        string listens
    )
    {
        var options = MailOptions.Read(configuration, demo, listens);
        services
            .AddSingleton(options)
            .AddSingleton(new MailChannel(options.IsOn))
            .AddSingleton<CustomerDirectory>()
            .AddSingleton<NotificationSender>()
            .AddKeyedSingleton<IWakeUpHandler>(
                NextWork.Notification,
                (provider, _) => provider.GetRequiredService<NotificationSender>()
            )
            .AddSingleton<DemoMailbox>();
        return options.Host is not null ? services.AddSingleton<IMailer, SmtpMailer>()
            : options.IsDemo ? services.AddSingleton<IMailer>(provider => provider.GetRequiredService<DemoMailbox>())
            : services.AddSingleton<IMailer, NoMailer>().AddHostedService<NobodyIsNotified>();
    }

    /// <summary>No channel: nothing may claim that somebody was written to.</summary>
    private sealed class NoMailer : IMailer
    {
        public Task SendAsync(Mail mail, CancellationToken cancellationToken) =>
            throw new MailNotSentException("No mail server is set up.", isFinal: true);
    }

    /// <summary>Removes mails that were queued for a channel that no longer exists; they would wait forever.</summary>
    private sealed class NobodyIsNotified(IWakeUpStore wakeUps, ThisHost host) : Microsoft.Extensions.Hosting.IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) =>
            // Other hosts may still be sending them.
            host.IsAlone
                ? wakeUps.RemoveQueueAsync(NextWork.Notification, cancellationToken)
                : Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    public static void MapDemoMail(this IEndpointRouteBuilder routes)
    {
        if (routes.ServiceProvider.GetRequiredService<MailOptions>().IsDemo)
        {
            DemoMailbox.Map(routes);
        }
    }
}
