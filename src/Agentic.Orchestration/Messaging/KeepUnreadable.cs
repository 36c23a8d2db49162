using System.Runtime.Serialization;
using MassTransit;
using MassTransit.Middleware;

namespace Agentic.Orchestration.Messaging;

/// <summary>
/// Only what cannot be read goes to the error queue. Work that failed stays in the store, which hands it out again: a copy in a
/// queue would mean nothing.
/// </summary>
internal sealed class KeepUnreadable : IFilter<ExceptionReceiveContext>
{
    private readonly IFilter<ExceptionReceiveContext> _errorQueue = new ErrorTransportFilter();

    public Task Send(ExceptionReceiveContext context, IPipe<ExceptionReceiveContext> next) =>
        context.Exception is SerializationException or { InnerException: SerializationException }
            ? _errorQueue.Send(context, next)
            : Task.CompletedTask;

    public void Probe(ProbeContext context) => context.CreateFilterScope("keepUnreadable");
}
