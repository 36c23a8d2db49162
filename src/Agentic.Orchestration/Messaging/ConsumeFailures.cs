using MassTransit;

namespace Agentic.Orchestration.Messaging;

/// <summary>
/// A consumer's exception is easily missed: it is logged and counted here. The work row stays, so the sweep tries
/// again.
/// </summary>
internal sealed class ConsumeFailures(Microsoft.Extensions.Logging.ILogger<ConsumeFailures> log) : IConsumeObserver
{
    public Task PreConsume<T>(ConsumeContext<T> context)
        where T : class => Task.CompletedTask;

    public Task PostConsume<T>(ConsumeContext<T> context)
        where T : class => Task.CompletedTask;

    public Task ConsumeFault<T>(ConsumeContext<T> context, Exception exception)
        where T : class
    {
        Telemetry.ConsumeFailed(typeof(T).Name);
        MessagingLog.ConsumeFailed(log, exception, typeof(T).Name);
        return Task.CompletedTask;
    }
}
