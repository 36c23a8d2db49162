namespace Agentic.Engine.Definitions;

/// <summary>
/// The activities that the built-in engine runs, with their inputs and ports. Anything else is refused at load.
/// </summary>
public static class ActivityTypes
{
    public const string Query = "Agentic.Query",
        Decide = "Agentic.Decide",
        Gate = "Agentic.Gate",
        Effect = "Agentic.Effect",
        Ask = "Agentic.Ask",
        HumanTask = "Agentic.HumanTask",
        Await = "Agentic.Await",
        Agent = "Agentic.Agent",
        Notify = "Agentic.Notify",
        HandOff = "Agentic.HandOff",
        Propose = "Agentic.Propose";

    public const string Flowchart = "Elsa.Flowchart",
        Sequence = "Elsa.Sequence",
        Start = "Elsa.Start",
        End = "Elsa.End",
        Finish = "Elsa.Finish",
        Fork = "Elsa.FlowFork",
        Join = "Elsa.FlowJoin",
        Switch = "Elsa.FlowSwitch",
        Delay = "Elsa.Delay",
        SetVariable = "Elsa.SetVariable",
        SetOutput = "Elsa.SetOutput",
        Event = "Elsa.Event";

    public static readonly IReadOnlyDictionary<string, ActivityType> All = new ActivityType[]
    {
        new(Query, ["connector", "operation", "arguments", "facts"], ["Done"]) { Required = ["connector", "operation"] },
        new(Decide, ["ruleSet", "values", "outcomes"], []) { Required = ["ruleSet", "outcomes"], PortsFrom = "outcomes" },
        new(Gate, ["ruleSet"], ["Allowed", "Denied"]) { Required = ["ruleSet"] },
        new(Effect, ["connector", "operation", "arguments", "gate", "undo", "irreversible", "precondition"], ["Done"])
        {
            Required = ["connector", "operation", "gate"],
            OptionalPorts = ["Failed"],
        },
        new(Ask, ["text", "values", "deadline"], ["Done"]) { Required = ["text"], OptionalPorts = ["Expired"] },
        new(HumanTask, ["topic", "text", "values", "outcomes"], [])
        {
            Required = ["topic", "text", "outcomes"],
            PortsFrom = "outcomes",
        },
        new(Await, ["source", "event", "key", "deadline"], ["Received"])
        {
            Required = ["source", "event", "key", "deadline"],
            OptionalPorts = ["Expired"],
        },
        new(Agent, ["text", "values", "schema"], ["Done", "Failed"]) { Required = ["text", "schema"] },
        new(Notify, ["text", "values"], ["Done"]) { Required = ["text"] },
        new(HandOff, ["topic", "text", "values"], [])
        {
            Required = ["topic", "text"],
            OptionalPorts = ["Done"],
            Ends = true,
        },
        new(Propose, ["action", "arguments", "text", "values"], [])
        {
            Required = ["action", "arguments", "text"],
            OptionalPorts = ["Done"],
            Ends = true,
        },
        new(Start, [], ["Done"]),
        new(End, [], []) { Ends = true },
        new(Finish, [], []) { Ends = true },
        new(Fork, ["branches"], []) { Required = ["branches"], PortsFrom = "branches" },
        new(Join, ["mode"], ["Done"]) { Required = ["mode"] },
        new(Switch, ["cases", "mode"], [])
        {
            Required = ["cases"],
            PortsFrom = "cases",
            OptionalPorts = ["Default"],
        },
        new(Delay, ["timeSpan"], ["Done"]) { Required = ["timeSpan"] },
        new(SetVariable, ["variable", "value"], ["Done"]) { Required = ["variable", "value"] },
        new(SetOutput, ["outputName", "outputValue"], ["Done"]) { Required = ["outputName", "outputValue"] },
        new(Event, ["eventName"], ["Done"]) { Required = ["eventName"] },
    }.ToDictionary(type => type.Name);

    /// <summary>Something outside decides when it goes on: the world may have changed by then.</summary>
    public static bool Waits(string type) => type is Await or Event or Delay or Ask or HumanTask;

    /// <summary>Reads and flow only: safe to run as often as one likes.</summary>
    public static bool IsReadOnly(string type) =>
        type is Query or Decide or Start or Fork or Join or Switch or SetVariable or SetOutput;
}

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
}
