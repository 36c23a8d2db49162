using Agentic.Orchestration.Notifications.Mailing;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Agentic.Orchestration.Notifications;

public static class NotificationDoor
{
    /// <param name="demo">Without a mail server mails are kept and shown; the caller makes sure that this is Development on loopback.</param>
    public static IServiceCollection AddNotifications(this IServiceCollection services, IConfiguration configuration, bool demo, string listens)
    {
        var options = MailOptions.Read(configuration, demo, listens);
        services.AddSingleton(options).AddSingleton<CustomerDirectory>().AddSingleton<NotificationSender>().AddSingleton<DemoMailbox>();
        return options.Host is null ? services.AddSingleton<IMailer>(provider => provider.GetRequiredService<DemoMailbox>()) : services.AddSingleton<IMailer, SmtpMailer>();
    }

    public static void MapDemoMail(this IEndpointRouteBuilder routes)
    {
        if (routes.ServiceProvider.GetRequiredService<MailOptions>().IsDemo)
        {
            DemoMailbox.Map(routes);
        }
    }
}
