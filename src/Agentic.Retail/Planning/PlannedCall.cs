using System.Text.Json.Nodes;
using Agentic.Contracts;
using Agentic.Orchestration.Agents;

namespace Agentic.Retail.Planning;

internal sealed record PlannedCall(string Name, JsonObject Arguments)
{
    /// <summary>Part of a plan that is carried out whole or not at all.</summary>
    public bool Atomic { get; init; }

    public static PlannedCall Ask(string question) => new(PlannerFunctions.AskCustomer, new() { ["question"] = question });

    public static PlannedCall HandOff(LocalText reason, bool customerAsks = false) =>
        new(
            PlannerFunctions.HandOff,
            new()
            {
                ["reason"] = new JsonObject { ["de"] = reason.De, ["en"] = reason.En },
                ["customerAsks"] = customerAsks,
            }
        );

    public static PlannedCall NothingToPropose(string reason) =>
        new(PlannerFunctions.NothingToPropose, new() { ["reason"] = reason });
}
