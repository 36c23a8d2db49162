using Agentic.Lab.Servers;

namespace Agentic.Testing;

/// <summary>A test that needs a broker; skipped with the reason where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RabbitMqFactAttribute : FactAttribute
{
    public RabbitMqFactAttribute() => Skip = RabbitMqServer.Missing;

    /// <summary>Somebody else's broker is not ours to stop: skipped there, and says so.</summary>
    public bool StopsTheBroker
    {
        get => false;
        set =>
            Skip ??=
                value && !RabbitMqServer.StartsItsOwn
                    ? "Stops the broker; AGENTIC_TEST_RABBITMQ names one that is not ours."
                    : null;
    }
}
