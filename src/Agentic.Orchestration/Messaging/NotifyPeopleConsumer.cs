using Agentic.Contracts;
using Agentic.Orchestration.Requests;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace Agentic.Orchestration.Messaging;

internal sealed class NotifyPeopleConsumer([FromKeyedServices(NextWork.Notification)] IWakeUpHandler notifier)
    : IConsumer<NotifyPeople>
{
    public Task Consume(ConsumeContext<NotifyPeople> context) =>
        notifier.HandleAsync(context.Message.RequestId, context.CancellationToken);
}
