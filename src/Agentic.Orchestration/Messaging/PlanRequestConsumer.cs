using Agentic.Contracts;
using Agentic.Orchestration.Requests;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace Agentic.Orchestration.Messaging;

internal sealed class PlanRequestConsumer([FromKeyedServices(NextWork.Planning)] IWakeUpHandler planner)
    : IConsumer<PlanRequest>
{
    public Task Consume(ConsumeContext<PlanRequest> context) =>
        planner.HandleAsync(context.Message.RequestId, context.CancellationToken);
}
