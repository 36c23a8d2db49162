using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Agentic.Orchestration.Messaging;

/// <summary>
/// All MassTransit code is in this folder. <c>ConnectionStrings:Bus</c> decides: in-memory when empty, RabbitMQ for
/// <c>amqp://</c>.
/// </summary>
public static class MessagingServices
{
    private const string PlanningQueue = "agentic-planning",
        ExecutionQueue = "agentic-execution",
        NotificationQueue = "agentic-notification";

    /// <summary>What MassTransit calls the error queue of a queue.</summary>
    internal const string ErrorSuffix = "_error";

    internal static readonly string[] Queues = [PlanningQueue, ExecutionQueue, NotificationQueue];

    /// <summary>How long a host may take to finish what it has in hand when it is told to stop.</summary>
    internal static readonly TimeSpan StopsWithin = TimeSpan.FromSeconds(10);

    public static IServiceCollection AddMessaging(this IServiceCollection services, IConfiguration configuration)
    {
        var address = configuration.GetConnectionString("Bus");
        var roles = HostRoles.Read(configuration);
        services
            .AddSingleton(roles)
            .AddSingleton<BusHealth>()
            .AddSingleton(new UnreadableMessages(Uri.TryCreate(address, UriKind.Absolute, out var server) ? server : null))
            .AddSingleton<WakeUps>()
            .AddSingleton<WorkLease>()
            .AddSingleton<HostSettings>()
            .AddSingleton<HostDrain>()
            // Before the bus, so that it stops after it: what is in hand then is given back.
            .AddSingleton<HostPresence>()
            .AddHostedService(provider => provider.GetRequiredService<HostPresence>())
            .Configure<HostOptions>(options => options.ShutdownTimeout = StopsWithin)
            .Configure<MassTransitHostOptions>(options => options.StopTimeout = StopsWithin - TimeSpan.FromSeconds(2))
            .AddSingleton(configuration.GetSection("Messaging").Get<MessagingOptions>() ?? new());
        services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            if (roles.IsWorker)
            {
                bus.AddConsumer<PlanRequestConsumer>();
                bus.AddConsumer<ExecuteRequestConsumer>();
                bus.AddConsumer<NotifyPeopleConsumer>();
            }
            bus.AddConsumeObserver<ConsumeFailures>();
            if (string.IsNullOrEmpty(address))
            {
                bus.UsingInMemory(
                    (context, memory) =>
                    {
                        memory.ReceiveEndpoint(PlanningQueue, endpoint => Plan(endpoint, context));
                        memory.ReceiveEndpoint(ExecutionQueue, endpoint => Execute(endpoint, context));
                        memory.ReceiveEndpoint(NotificationQueue, endpoint => Notify(endpoint, context));
                    }
                );
                return;
            }
            if (!Uri.TryCreate(address, UriKind.Absolute, out var broker) || broker.Scheme is not ("amqp" or "amqps"))
            {
                throw new InvalidOperationException(
                    "ConnectionStrings:Bus must be empty (in-memory) or a RabbitMQ address such as "
                        + "amqp://guest:guest@localhost:5672/."
                );
            }
            bus.UsingRabbitMq(
                (context, rabbit) =>
                {
                    rabbit.Host(broker, host => host.PublisherConfirmation = true);
                    if (roles.IsWorker)
                    {
                        Receive(PlanningQueue, endpoint => Plan(endpoint, context));
                        Receive(ExecutionQueue, endpoint => Execute(endpoint, context));
                        Receive(NotificationQueue, endpoint => Notify(endpoint, context));
                    }

                    void Receive(string queue, Action<IReceiveEndpointConfigurator> configure) =>
                        rabbit.ReceiveEndpoint(
                            queue,
                            endpoint =>
                            {
                                endpoint.SetQuorumQueue();
                                configure(endpoint);
                            }
                        );
                }
            );
        });
        return services
            // After the bus, so that it stops before it: a host that is leaving the bus gets the time to do so.
            .AddHostedService(provider => provider.GetRequiredService<HostDrain>())
            .AddHostedService<WakeUpDispatcher>();
    }

    /// <summary>Model calls are long and few; runs are short and many: neither holds up the other.</summary>
    private static void Plan(IReceiveEndpointConfigurator endpoint, IBusRegistrationContext context) =>
        Consume<PlanRequestConsumer>(endpoint, context, 32);

    private static void Execute(IReceiveEndpointConfigurator endpoint, IBusRegistrationContext context) =>
        Consume<ExecuteRequestConsumer>(endpoint, context, 64);

    private static void Notify(IReceiveEndpointConfigurator endpoint, IBusRegistrationContext context) =>
        Consume<NotifyPeopleConsumer>(endpoint, context, 8);

    private static void Consume<T>(IReceiveEndpointConfigurator endpoint, IBusRegistrationContext context, int concurrency)
        where T : class, IConsumer
    {
        endpoint.ConcurrentMessageLimit = concurrency;
        endpoint.PrefetchCount = concurrency * 4;
        endpoint.ConfigureError(error => error.UseFilter(new KeepUnreadable()));
        endpoint.DiscardSkippedMessages();
        endpoint.ConfigureConsumer<T>(context);
    }
}
