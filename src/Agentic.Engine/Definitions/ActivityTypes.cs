namespace Agentic.Engine.Definitions;

/// <summary>Type names that the engine itself knows: those its checks treat specially, and the flow activities.</summary>
public static class ActivityTypes
{
    public const string Query = "Agentic.Query",
        Decide = "Agentic.Decide",
        Gate = "Agentic.Gate",
        Effect = "Agentic.Effect",
        HandOff = "Agentic.HandOff";

    public const string Flowchart = "Elsa.Flowchart",
        Sequence = "Elsa.Sequence",
        Start = "Elsa.Start",
        End = "Elsa.End",
        Finish = "Elsa.Finish",
        Fork = "Elsa.FlowFork",
        Join = "Elsa.FlowJoin",
        Switch = "Elsa.FlowSwitch",
        SetVariable = "Elsa.SetVariable",
        SetOutput = "Elsa.SetOutput";
}
