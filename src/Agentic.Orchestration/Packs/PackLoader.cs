using Agentic.Contracts;
using Agentic.Engine.Checks;
using Agentic.Engine.Definitions;
using Agentic.Orchestration.Policies;
using Agentic.Orchestration.Text;

namespace Agentic.Orchestration.Packs;

/// <summary>Reads a pack folder and proves what can be proven; a pack with a problem is not loaded.</summary>
public static class PackLoader
{
    private static readonly Dictionary<string, string> TypeNames = new()
    {
        ["string"] = "String",
        ["integer"] = "Int32",
        ["boolean"] = "Boolean",
        ["array"] = "Array",
        ["object"] = "Object",
    };

    /// <param name="extensions">What the kinds of business on this host read from the folder.</param>
    public static (Pack? Pack, IReadOnlyList<Problem> Problems) Load(
        string folder,
        IEnumerable<OperationDescription> operations,
        params IEnumerable<IPackExtension> extensions
    )
    {
        var problems = new List<Problem>();
        if (!Directory.Exists(folder))
        {
            return (null, [new(folder, "folder", "There is no such folder.")]);
        }
        string In(string name) => Path.Combine(folder, name);
        var pack = YamlFile.Read<PackFile>(In("pack.yaml"), problems);
        var actions = YamlFile.Read<ActionsFile>(In("actions.yaml"), problems);
        var policyFile = YamlFile.Read<PolicyFile>(In("policies.yaml"), problems);
        var german = YamlFile.Read<Dictionary<string, string>>(In("texts.de.yaml"), problems);
        var english = YamlFile.Read<Dictionary<string, string>>(In("texts.en.yaml"), problems);
        var extended = extensions.Select(extension => extension.Read(folder, problems)).OfType<object>().ToArray();
        var calendar = pack is null
            ? null
            : BusinessCalendar.Read(pack.Calendar, (at, reason) => problems.Add(new("pack.yaml", at, reason)));
        var policies = policyFile is null
            ? null
            : new PolicyReader("policies.yaml", problems).Read(policyFile, File.ReadAllText(In("policies.yaml")));
        if (actions is null || policies is null || german is null || english is null || pack is null || calendar is null)
        {
            return (null, problems);
        }
        var texts = new Texts(german, english, calendar.Zone);
        problems.AddRange(texts.MissingIn("texts.de.yaml", "texts.en.yaml"));
        problems.AddRange(
            CustomerTexts
                .Required.Concat(MailTexts.Required)
                .Except(texts.Keys)
                .Select(key => new Problem("texts.en.yaml", key, "Missing: the customer is told this."))
        );
        var catalogue = actions.Actions.ToDictionary(
            action => action.Key,
            action => ReadAction(action.Key, action.Value, texts, problems)
        );
        var workflows = ReadWorkflows(
            folder,
            catalogue,
            policies,
            texts,
            operations.ToDictionary(operation => $"{operation.Connector}.{operation.Name}"),
            problems
        );
        foreach (
            var cases in Directory.Exists(In("tests"))
                ? Directory.GetFiles(In("tests"), "*.yaml").Order(StringComparer.Ordinal).ToArray()
                : []
        )
        {
            if (YamlFile.Read<PolicyCaseFile>(cases, problems) is { } read)
            {
                problems.AddRange(PolicyCases.Run("tests/" + Path.GetFileName(cases), read, policies));
            }
        }
        return problems.Count > 0
            ? (null, problems)
            : (
                new()
                {
                    Name = pack.Name,
                    Owner = pack.Owner,
                    Purpose = pack.Purpose,
                    Examples = pack.Examples,
                    Calendar = calendar,
                    HandOffDeadline = pack.HandOff.Deadline,
                    Actions = catalogue,
                    Workflows = workflows,
                    Policies = policies,
                    Texts = texts,
                    StatutoryPhrases =
                    [
                        .. (pack.Statutory ?? new Dictionary<string, IReadOnlyList<string>>()).Values.SelectMany(phrases =>
                            phrases
                        ),
                    ],
                    Breakdown = new(pack.Breakdown?.Adds ?? [], pack.Breakdown?.Within ?? []),
                    EarlierEffects = pack.EarlierEffects ?? [],
                    Extensions = extended,
                },
                problems
            );
    }

    private static CatalogueAction ReadAction(string name, ActionFile file, Texts texts, List<Problem> problems)
    {
        void Fail(string at, string reason) => problems.Add(new("actions.yaml", $"$.actions.{name}.{at}", reason));
        if (!texts.Keys.Contains(file.Sentence))
        {
            Fail("sentence", $"The text '{file.Sentence}' is missing in a texts file.");
        }
        foreach (var (argument, description) in file.Arguments)
        {
            foreach (var (path, error) in SchemaCheck.Lint(description.Schema, $"arguments.{argument}.schema"))
            {
                Fail(path, error);
            }
        }
        var (handling, automatic) = (JsonMoney.Parse(file.HandlingCost), JsonMoney.Parse(file.AutomaticUpTo));
        if (handling is null && file.HandlingCost is not null)
        {
            Fail("handlingCost", "Must be an amount such as 4.00 EUR.");
        }
        if (automatic is null && file.AutomaticUpTo is not null)
        {
            Fail("automaticUpTo", "Must be an amount such as 150.00 EUR.");
        }
        if (file.SamplePercent is < 0 or > 100)
        {
            Fail("samplePercent", "Must be from 0 to 100.");
        }
        if (Array.IndexOf(PolicyEvaluator.Ranks, file.Approval.Role) < 0)
        {
            Fail("approval.role", $"'{file.Approval.Role}' is none of {string.Join(", ", PolicyEvaluator.Ranks)}.");
        }
        return new(
            name,
            file.Workflow,
            file.Purpose,
            file.Sentence,
            file.AtRisk,
            handling,
            automatic,
            file.Autonomy,
            file.Approval.ToDemand()
        )
        {
            Arguments = file.Arguments.ToDictionary(
                argument => argument.Key,
                argument => new CatalogueArgument(
                    argument.Value.Schema,
                    argument.Value.Description,
                    argument.Value.Consent,
                    argument.Value.Grounded,
                    argument.Value.Required
                )
            ),
            SecondOpinion = file.SecondOpinion,
            Plannable = file.Plannable,
            SamplePercent = file.Autonomy == Autonomy.Sample ? file.SamplePercent : 0,
            ExactFacts = [.. file.RestsOn.Where(fact => fact.Value == RestsOnKind.Exact).Select(fact => fact.Key)],
        };
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

    private static Dictionary<string, WorkflowDefinition> ReadWorkflows(
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
