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
        ActivityCatalogue activities,
        List<Problem> problems
    )
    {
        var actions = catalogue.ToDictionary(
            action => action.Key,
            action =>
                (IReadOnlyDictionary<string, bool>)
                    action.Value.Arguments.ToDictionary(argument => argument.Key, argument => argument.Value.Required)
        );
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
            var (definition, found) = DefinitionReader.Read(Path.GetFileName(path), File.ReadAllText(path), activities);
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
            problems.AddRange(
                DefinitionChecks.Run(definition, new(operations, ruleSets, texts.Keys, arguments) { Actions = actions })
            );
            problems.AddRange(
                UnknownFacts(
                    definition,
                    policies,
                    operations,
                    catalogue.Values.Where(action => action.Workflow == definition.Id)
                )
            );
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
    /// A rule about a fact that no query of the workflow reads would never decide anything; an approval that rests on one would
    /// never be void, and money at risk under such a name would count as none.
    /// </summary>
    private static IEnumerable<Problem> UnknownFacts(
        WorkflowDefinition definition,
        PolicySet policies,
        Dictionary<string, OperationDescription> operations,
        IEnumerable<CatalogueAction> actions
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
        // Nothing else is there when an approval is sealed, and a part of an answer is no amount.
        bool IsRead(string fact) => known.Contains(fact);
        foreach (var action in actions)
        {
            foreach (
                var (member, fact) in action
                    .ExactFacts.Select(fact => ("restsOn", fact))
                    .Append(("atRisk", action.AtRisk ?? ""))
                    .Append(("paidTo", action.PaidTo ?? ""))
                    .Where(named => named.Item2.Length > 0 && !IsRead(named.Item2))
            )
            {
                yield return new(
                    "actions.yaml",
                    $"$.actions.{action.Name}.{member}",
                    $"No query of {definition.File} reads the fact '{fact}'."
                );
            }
        }
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
