using Agentic.Contracts;
using Agentic.Orchestration.Requests;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace Agentic.Orchestration.Messaging;

internal sealed class PlanRequestConsumer([FromKeyedServices(NextWork.Planning)] IWakeUpHandler planner) : IConsumer<PlanRequest>
{
    public Task Consume(ConsumeContext<PlanRequest> context) => planner.HandleAsync(context.Message.RequestId, context.CancellationToken);
}

internal sealed class ExecuteRequestConsumer([FromKeyedServices(NextWork.Execution)] IWakeUpHandler executor) : IConsumer<ExecuteRequest>
{
    public Task Consume(ConsumeContext<ExecuteRequest> context) => executor.HandleAsync(context.Message.RequestId, context.CancellationToken);
}

internal sealed class NotifyPeopleConsumer([FromKeyedServices(NextWork.Notification)] IWakeUpHandler notifier) : IConsumer<NotifyPeople>
{
    public Task Consume(ConsumeContext<NotifyPeople> context) => notifier.HandleAsync(context.Message.RequestId, context.CancellationToken);
}

/// <summary>A consumer's exception is easily missed: it is logged and counted here. The work row stays, so the sweep tries again.</summary>
internal sealed class ConsumeFailures(Microsoft.Extensions.Logging.ILogger<ConsumeFailures> log) : IConsumeObserver
{
    public Task PreConsume<T>(ConsumeContext<T> context) where T : class => Task.CompletedTask;

    public Task PostConsume<T>(ConsumeContext<T> context) where T : class => Task.CompletedTask;

    public Task ConsumeFault<T>(ConsumeContext<T> context, Exception exception) where T : class
    {
        Telemetry.ConsumeFailed(typeof(T).Name);
        MessagingLog.ConsumeFailed(log, exception, typeof(T).Name);
        return Task.CompletedTask;
    }
}
