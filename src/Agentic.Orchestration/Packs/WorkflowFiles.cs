using Agentic.Contracts;
using Agentic.Engine.Checks;
using Agentic.Engine.Definitions;
using Agentic.Orchestration.Policies;
using Agentic.Orchestration.Text;

namespace Agentic.Orchestration.Packs;

/// <summary>Reads the workflows of a pack and checks them against its catalogue, policies and texts.</summary>
internal static class WorkflowFiles
{
    private static readonly Dictionary<string, string> TypeNames = new()
    {
        ["string"] = "String",
        ["integer"] = "Int32",
        ["boolean"] = "Boolean",
        ["array"] = "Array",
        ["object"] = "Object",
    };

    public static Dictionary<string, WorkflowDefinition> Read(
        string folder,
        Dictionary<string, CatalogueAction> catalogue,
        PolicySet policies,
        Texts texts,
        Dictionary<string, OperationDescription> operations,
        List<Problem> problems
    )
    {
        var ruleSets = policies
            .RuleSets.ToDictionary(set => set.Key, _ => (IReadOnlySet<string>)new HashSet<string>())
            .Concat(
                policies.Decisions.ToDictionary(
                    table => table.Key,
                    table =>
                        (IReadOnlySet<string>)
                            table.Value.Rows.Select(row => row.Outcome).Append(table.Value.Otherwise).ToHashSet()
                )
            )
            .ToDictionary();
        var workflows = new Dictionary<string, WorkflowDefinition>();
        var unreadable = false;
        foreach (var path in Directory.GetFiles(folder, "*.json").Order(StringComparer.Ordinal))
        {
            var (definition, found) = DefinitionReader.Read(Path.GetFileName(path), File.ReadAllText(path));
            problems.AddRange(found);
            if (definition is null)
            {
                unreadable = true;
                continue;
            }
            var arguments =
                catalogue
                    .Values.FirstOrDefault(action => action.Workflow == definition.Id)
                    ?.Arguments.ToDictionary(
                        argument => argument.Key,
                        argument => TypeNames.GetValueOrDefault((string?)argument.Value.Schema["type"] ?? "", "Object")
                    )
                ?? [];
            problems.AddRange(DefinitionChecks.Run(definition, new(operations, ruleSets, texts.Keys, arguments)));
            problems.AddRange(UnknownFacts(definition, policies, operations));
            problems.AddRange(UnknownProposals(definition, catalogue).Concat(ReservedTopics(definition)));
            if (!workflows.TryAdd(definition.Id, definition))
            {
                problems.Add(
                    new(definition.File, "$.definitionId", $"'{definition.Id}' is also in {workflows[definition.Id].File}.")
                );
            }
        }
        problems.AddRange(
            catalogue
                .Values.Where(action => !workflows.ContainsKey(action.Workflow) && !unreadable)
                .Select(action => new Problem(
                    "actions.yaml",
                    $"$.actions.{action.Name}.workflow",
                    $"No workflow file has the definitionId '{action.Workflow}'."
                ))
        );
        return workflows;
    }

    /// <summary>
    /// Topics that the orchestrator itself gives: a task of a workflow that used one would be taken for its question.
    /// </summary>
    private static IEnumerable<Problem> ReservedTopics(WorkflowDefinition definition) =>
        from activity in definition.Activities.Values
        where activity.Type is ActivityTypes.HumanTask or ActivityTypes.HandOff
        let topic = activity.Literal("topic")
        where topic is null || HandOffTopics.Reserved.Contains(topic)
        select new Problem(
            definition.File,
            $"{activity.Id}.topic",
            topic is null
                ? "Must be a literal: it names a queue."
                : $"'{topic}' is a topic of Agentic's own. Choose another one, such as warehouse."
        );

    /// <summary>What a workflow proposes has to be an action that takes just these arguments.</summary>
    private static IEnumerable<Problem> UnknownProposals(
        WorkflowDefinition definition,
        Dictionary<string, CatalogueAction> catalogue
    )
    {
        foreach (var activity in definition.Activities.Values.Where(activity => activity.Type == ActivityTypes.Propose))
        {
            Problem At(string input, string reason) => new(definition.File, $"{activity.Id}.{input}", reason);
            if (activity.Literal("action") is not { } name || !catalogue.TryGetValue(name, out var action))
            {
                yield return At("action", $"Must be one of {string.Join(", ", catalogue.Keys)}.");
                continue;
            }
            var given = activity.Members("arguments");
            foreach (var unknown in given.Where(argument => !action.Arguments.ContainsKey(argument)))
            {
                yield return At(
                    "arguments",
                    $"'{unknown}' is no argument of {name}. Known: {string.Join(", ", action.Arguments.Keys)}."
                );
            }
            foreach (
                var missing in action.Arguments.Where(argument => argument.Value.Required && !given.Contains(argument.Key))
            )
            {
                yield return At("arguments", $"'{missing.Key}' is required by {name}.");
            }
        }
    }

    /// <summary>A rule about a fact that no query of the workflow reads would never decide anything.</summary>
    private static IEnumerable<Problem> UnknownFacts(
        WorkflowDefinition definition,
        PolicySet policies,
        Dictionary<string, OperationDescription> operations
    )
    {
        var known = definition
            .Activities.Values.Where(activity => activity.Type == ActivityTypes.Query && activity.Literal("facts") is not null)
            .SelectMany(activity =>
                operations
                    .GetValueOrDefault($"{activity.Literal("connector")}.{activity.Literal("operation")}")
                    ?.Result.Keys.Select(path => $"{activity.Literal("facts")}.{path}")
                ?? []
            )
            .ToHashSet();
        bool Known(string fact) =>
            fact.StartsWith("limit:", StringComparison.Ordinal)
            || policies.WhenMissing.ContainsKey(fact)
            || fact.StartsWith("customer.", StringComparison.Ordinal)
            || fact.StartsWith("arguments.", StringComparison.Ordinal)
            || fact.StartsWith("request.", StringComparison.Ordinal)
            || known.Any(path =>
                path == fact
                || path.StartsWith(fact + ".", StringComparison.Ordinal)
                || fact.StartsWith(path + ".", StringComparison.Ordinal)
            );
        foreach (var gate in definition.Activities.Values.Where(activity => activity.Type == ActivityTypes.Gate))
        {
            foreach (var rule in policies.RuleSets.GetValueOrDefault(gate.Literal("ruleSet") ?? "") ?? [])
            {
                foreach (var fact in rule.When.Reads.Where(fact => !Known(fact)).Distinct())
                {
                    yield return new(
                        "policies.yaml",
                        $"$.ruleSets.{gate.Literal("ruleSet")}.{rule.Id}",
                        $"No query of {definition.File} reads the fact '{fact}'."
                    );
                }
            }
        }
    }
}
