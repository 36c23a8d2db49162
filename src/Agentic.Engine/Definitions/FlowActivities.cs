namespace Agentic.Engine.Definitions;

/// <summary>Activities that direct the flow or set a value; the engine carries them out itself.</summary>
internal static class FlowActivities
{
    public static IReadOnlyList<ActivityType> All { get; } =
    [
        new(ActivityTypes.Start, [], ["Done"]) { ReadsOnly = true },
        new(ActivityTypes.End, [], []) { Ends = true },
        new(ActivityTypes.Finish, [], []) { Ends = true },
        new(ActivityTypes.Fork, ["branches"], [])
        {
            Required = ["branches"],
            PortsFrom = "branches",
            ReadsOnly = true,
        },
        new(ActivityTypes.Join, ["mode"], ["Done"]) { Required = ["mode"], ReadsOnly = true },
        new(ActivityTypes.Switch, ["cases", "mode"], [])
        {
            Required = ["cases"],
            PortsFrom = "cases",
            OptionalPorts = ["Default"],
            ReadsOnly = true,
        },
        new(ActivityTypes.SetVariable, ["variable", "value"], ["Done"]) { Required = ["variable", "value"], ReadsOnly = true },
        new(ActivityTypes.SetOutput, ["outputName", "outputValue"], ["Done"])
        {
            Required = ["outputName", "outputValue"],
            ReadsOnly = true,
        },
    ];

    public static bool Has(string type) => All.Any(one => one.Name == type);
}
