using System.Text.Json.Nodes;
using Agentic.Contracts;
using Agentic.Engine.Runs;
using Agentic.Orchestration.Text;

namespace Agentic.Orchestration.Execution.Activities;

/// <summary>What a step says, and how long it waits, in the terms of its pack.</summary>
internal static class StepTexts
{
    public static string Say(ActionExecution execution, StepCommand step) =>
        SayBoth(execution, step).In(execution.State.Locale);

    public static LocalText SayBoth(ActionExecution execution, StepCommand step)
    {
        var values = (JsonObject)execution.Facts.DeepClone();
        foreach (var (name, value) in step.Inputs["values"] as JsonObject ?? [])
        {
            values[name] = value?.DeepClone();
        }
        return execution.Pack.Texts.Render((string)step.Inputs["text"]!, values);
    }

    /// <returns>Counted in the pack's calendar; null when the step has none.</returns>
    public static DateTimeOffset? DeadlineOf(ActionExecution execution, StepCommand step, DateTimeOffset now) =>
        step.Inputs["deadline"] is null ? null : execution.Pack.Calendar.Add(now, Span(step, "deadline"));

    public static TimeSpan Span(StepCommand step, string input) =>
        Duration.TryParse((string?)step.Inputs[input], out var span)
            ? span
            : throw new InvalidOperationException($"{step.Activity}: '{input}' is no duration such as 4h or 00:05:00.");
}
