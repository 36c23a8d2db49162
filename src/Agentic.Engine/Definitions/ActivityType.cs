using Agentic.Engine.Checks;

namespace Agentic.Engine.Definitions;

/// <summary>What one type of activity takes, where it may lead, and what must hold for it.</summary>
/// <param name="Name">As it stands in a definition, such as <c>Agentic.Ask</c>.</param>
/// <param name="Ports">Each must lead somewhere.</param>
public sealed record ActivityType(string Name, IReadOnlyList<string> Inputs, IReadOnlyList<string> Ports)
{
    public IReadOnlyList<string> Required { get; init; } = [];

    /// <summary>Ports that may stay unconnected.</summary>
    public IReadOnlyList<string> OptionalPorts { get; init; } = [];

    /// <summary>The input that lists further ports.</summary>
    public string? PortsFrom { get; init; }

    /// <summary>Ends the flowchart at once.</summary>
    public bool Ends { get; init; }

    /// <summary>Something outside decides when it goes on: the world may have changed by then.</summary>
    public bool Waits { get; init; }

    /// <summary>Reads and flow only: safe to run as often as one likes, so it may stand before a gate.</summary>
    public bool ReadsOnly { get; init; }

    /// <summary>Whether an activity waits for a report of this source and type.</summary>
    public Func<Activity, string, string, bool> AwaitsReport { get; init; } = (_, _, _) => false;

    /// <summary>Why an activity of this type cannot run in its definition; empty when it can.</summary>
    public Func<WorkflowDefinition, Activity, CheckContext, IEnumerable<ActivityProblem>> Check { get; init; } =
        (_, _, _) => [];
}
