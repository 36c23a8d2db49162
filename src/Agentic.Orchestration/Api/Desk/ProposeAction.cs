using System.Text.Json.Nodes;

namespace Agentic.Orchestration.Api.Desk;

/// <summary>An action that an employee proposes on the customer's behalf; it passes the same gate as any other.</summary>
public sealed record ProposeAction(string Action, JsonObject Arguments);
