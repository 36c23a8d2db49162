using System.Text.Json.Nodes;
using Agentic.Engine.Definitions;
using Agentic.Engine.Runs;
using Agentic.Orchestration.Connectors;
using Agentic.Orchestration.Packs;
using Agentic.Orchestration.Policies;
using Agentic.Orchestration.Requests;

namespace Agentic.Orchestration.Gate;

/// <summary>
/// Walks a workflow to a gate by reading only: for the preview before the customer confirms, and again right before the
/// permit, when every query is asked afresh and only steps that cannot be repeated keep their recorded outcome.
/// </summary>
internal sealed class GateReader(ConnectorRegistry connectors, TimeProvider time)
{
    public static IReadOnlyDictionary<string, JsonNode?> Inputs(RequestState state, JsonObject arguments)
    {
        var inputs = arguments.ToDictionary(argument => argument.Key, argument => argument.Value);
        inputs["request.id"] = state.Id;
        inputs["request.customerId"] = state.CustomerId;
        inputs["request.locale"] = state.Locale;
        return inputs;
    }

    /// <summary>What policies may look at besides facts.</summary>
    public static JsonObject Base(RequestState state, JsonObject arguments) =>
        new()
        {
            ["arguments"] = arguments.DeepClone(),
            ["customer"] = new JsonObject { ["id"] = state.CustomerId },
            ["request"] = new JsonObject { ["submittedBy"] = state.SubmittedBy, ["locale"] = state.Locale },
        };

    /// <param name="recorded">The run so far, when there is one.</param>
    /// <param name="gate">The gate to stop at; the first when null.</param>
    /// <param name="own">References of the effects that the action has carried out already; queries disregard them.</param>
    public async Task<GateReadResult> ToGateAsync(
        Pack pack,
        WorkflowDefinition definition,
        RequestState state,
        JsonObject arguments,
        RunState? recorded,
        string? gate,
        IReadOnlyList<string> own,
        CancellationToken cancellationToken
    )
    {
        var run = RunEngine.Start(definition, Inputs(state, arguments));
        var facts = Base(state, arguments);
        var sources = new Dictionary<string, FactSource>();
        while (RunEngine.Outstanding(definition, run) is [var next, ..])
        {
            if (next.Type == ActivityTypes.Gate && (gate is null || next.Activity == gate))
            {
                return new GateReadResult.AtGate(run, next, facts, sources);
            }
            switch (next.Type)
            {
                case ActivityTypes.Query:
                    switch (await QueryAsync(next, facts, sources, own, cancellationToken))
                    {
                        case QueryResult.Found found:
                            run = RunEngine.Apply(definition, run, new StepCompleted(next.Step, "Done", found.Value));
                            break;
                        case QueryResult.Unavailable unavailable:
                            return new GateReadResult.Unavailable(next.Activity, unavailable.Reason);
                    }
                    break;
                case ActivityTypes.Decide:
                    run = RunEngine.Apply(definition, run, new StepCompleted(next.Step, Decide(pack, next, facts)));
                    break;
                default:
                    if (recorded?.Done.FirstOrDefault(done => done.Activity == next.Activity) is not { } known)
                    {
                        return new GateReadResult.NotReachable(next.Activity);
                    }
                    run = RunEngine.Apply(definition, run, new StepCompleted(next.Step, known.Outcome, known.Result));
                    break;
            }
        }
        return new GateReadResult.NotReachable(definition.Id);
    }

    /// <param name="own">References of what the asking action has done already.</param>
    public async Task<QueryResult> QueryAsync(
        StepCommand query,
        JsonObject facts,
        Dictionary<string, FactSource> sources,
        IReadOnlyList<string> own,
        CancellationToken cancellationToken
    )
    {
        var connector = connectors[(string)query.Inputs["connector"]!];
        var operation = (string)query.Inputs["operation"]!;
        var result = await connector.QueryAsync(
            operation,
            query.Inputs["arguments"] as JsonObject ?? [],
            own,
            cancellationToken
        );
        if (result is QueryResult.Found found && query.Inputs["facts"] is { } prefix)
        {
            facts[(string)prefix!] = found.Value.DeepClone();
            sources[(string)prefix!] = new($"{connector.Name}.{operation}", time.GetUtcNow());
        }
        return result;
    }

    public static string Decide(Pack pack, StepCommand decide, JsonObject facts)
    {
        var table = pack.Policies.Decisions[(string)decide.Inputs["ruleSet"]!];
        var values = (JsonObject)facts.DeepClone();
        foreach (var (name, value) in decide.Inputs["values"] as JsonObject ?? [])
        {
            values[name] = value?.DeepClone();
        }
        var input = new PolicyInput(values, pack.Policies.Limits, new Dictionary<string, long>(), pack.Policies.WhenMissing);
        return table.Rows.FirstOrDefault(row => row.When.Holds(input) == Truth.Yes).Outcome ?? table.Otherwise;
    }
}
