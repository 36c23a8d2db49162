using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

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

    public static IServiceCollection AddMessaging(this IServiceCollection services, IConfiguration configuration)
    {
        var address = configuration.GetConnectionString("Bus");
        services
            .AddSingleton<BusHealth>()
            .AddSingleton<WakeUps>()
            .AddSingleton<WorkLease>()
            .AddSingleton(configuration.GetSection("Messaging").Get<MessagingOptions>() ?? new());
        services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            bus.AddConsumer<PlanRequestConsumer>();
            bus.AddConsumer<ExecuteRequestConsumer>();
            bus.AddConsumer<NotifyPeopleConsumer>();
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
                    rabbit.ReceiveEndpoint(
                        PlanningQueue,
                        endpoint =>
                        {
                            endpoint.SetQuorumQueue();
                            Plan(endpoint, context);
                        }
                    );
                    rabbit.ReceiveEndpoint(
                        ExecutionQueue,
                        endpoint =>
                        {
                            endpoint.SetQuorumQueue();
                            Execute(endpoint, context);
                        }
                    );
                    rabbit.ReceiveEndpoint(
                        NotificationQueue,
                        endpoint =>
                        {
                            endpoint.SetQuorumQueue();
                            Notify(endpoint, context);
                        }
                    );
                }
            );
        });
        return services.AddHostedService<WakeUpDispatcher>();
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
        // The journal and the sweep retry; an error queue would only collect wake-ups that mean nothing any more.
        endpoint.DiscardFaultedMessages();
        endpoint.DiscardSkippedMessages();
        endpoint.ConfigureConsumer<T>(context);
    }
}
