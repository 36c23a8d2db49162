using Agentic.Contracts;
using Agentic.Orchestration.Requests;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace Agentic.Orchestration.Messaging;

internal sealed class ExecuteRequestConsumer([FromKeyedServices(NextWork.Execution)] IWakeUpHandler executor)
    : IConsumer<ExecuteRequest>
{
    public Task Consume(ConsumeContext<ExecuteRequest> context) =>
        executor.HandleAsync(context.Message.RequestId, context.CancellationToken);
}
