using Agentic.Contracts;

namespace Agentic.Orchestration.Api.Ops;

/// <param name="Window">ISO 8601, such as <c>P30D</c>.</param>
/// <param name="Amount">The most money in a window; null where actions are counted.</param>
/// <param name="Count">The most actions in a window; null where money is summed.</param>
public sealed record LimitView(string Name, string Per, string Window, Money? Amount, long? Count, bool AutomaticOnly);
