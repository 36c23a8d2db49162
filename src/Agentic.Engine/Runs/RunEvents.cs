using System.Text.Json.Nodes;

namespace Agentic.Engine.Runs;

/// <summary>What happened to a step outside the engine.</summary>
public abstract record RunEvent(int Step);

public sealed record StepCompleted(int Step, string Outcome, JsonNode? Result = null) : RunEvent(Step);

public sealed record StepWaits(int Step, StepWait Wait) : RunEvent(Step);

/// <summary>The wait is over, for example because an approval was decided: the step can be carried out again.</summary>
public sealed record StepResumed(int Step) : RunEvent(Step);

/// <summary>Nothing more can be tried: the run faults, unless the activity's Failed port is connected.</summary>
public sealed record StepFailed(int Step, string Reason) : RunEvent(Step);

/// <summary>Something to carry out, with its inputs evaluated.</summary>
/// <param name="Type">The activity's type.</param>
public sealed record StepCommand(int Step, string Activity, string Type, JsonObject Inputs);
