using Agentic.Engine.Checks;
using Agentic.Engine.Definitions;
using Agentic.Orchestration.Packs.Schemas;
using Agentic.Orchestration.Policies;
using Agentic.Orchestration.Text;

namespace Agentic.Orchestration.Packs;

/// <summary>Reads a pack folder and proves what can be proven; a pack with a problem is not loaded.</summary>
internal static class PackLoader
{
    /// <param name="extensions">What the kinds of business on this host read from the folder.</param>
    public static (Pack? Pack, IReadOnlyList<Problem> Problems) Load(
        string folder,
        IEnumerable<OperationDescription> operations,
        ActivityCatalogue activities,
        params IEnumerable<IPackExtension> extensions
    )
    {
        if (!Directory.Exists(folder))
        {
            return (null, [new(folder, "folder", "There is no such folder.")]);
        }
        var problems = new List<Problem>();
        var pack = Read(folder, operations, activities, extensions, problems);
        var positions = new YamlPositions(folder);
        return problems.Count == 0 ? (pack, []) : (null, [.. problems.Select(positions.Locate)]);
    }

    private static Pack? Read(
        string folder,
        IEnumerable<OperationDescription> operations,
        ActivityCatalogue activities,
        IEnumerable<IPackExtension> extensions,
        List<Problem> problems
    )
    {
        string In(string name) => Path.Combine(folder, name);
        var pack = YamlFile.Read<PackFile>(In("pack.yaml"), problems);
        var actions = YamlFile.Read<ActionsFile>(In("actions.yaml"), problems);
        var policyFile = YamlFile.Read<PolicyFile>(In("policies.yaml"), problems);
        var german = ReadTexts(In("texts.de.yaml"), problems);
        var english = ReadTexts(In("texts.en.yaml"), problems);
        var calendar = pack is null
            ? null
            : BusinessCalendar.Read(pack.Calendar, (at, reason) => problems.Add(new("pack.yaml", at, reason)));
        var policies = policyFile is null
            ? null
            : new PolicyReader("policies.yaml", problems).Read(policyFile, File.ReadAllText(In("policies.yaml")));
        if (actions is null || policies is null || german is null || english is null || pack is null || calendar is null)
        {
            return null;
        }
        problems.AddRange(Missing(german, english, "texts.en.yaml").Concat(Missing(english, german, "texts.de.yaml")));
        var texts = new Texts(
            DefaultTexts.With(german, DefaultTexts.German),
            DefaultTexts.With(english, DefaultTexts.English),
            calendar.Zone
        );
        var catalogue = actions.Actions.ToDictionary(
            action => action.Key,
            action => ReadAction(action.Key, action.Value, texts, problems)
        );
        var extended = extensions.Select(extension => extension.Read(folder, catalogue, problems)).OfType<object>().ToArray();
        var workflows = WorkflowFiles.Read(
            folder,
            catalogue,
            policies,
            texts,
            operations.ToDictionary(operation => $"{operation.Connector}.{operation.Name}"),
            activities,
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
        return new()
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
                .. (pack.Statutory ?? new Dictionary<string, IReadOnlyList<string>>()).Values.SelectMany(phrases => phrases),
            ],
            Breakdown = new(pack.Breakdown?.Adds ?? [], pack.Breakdown?.Within ?? []),
            EarlierEffects = pack.EarlierEffects ?? [],
            Extensions = extended,
        };
    }

    /// <summary>A pack that says nothing of its own needs no such file.</summary>
    private static Dictionary<string, string>? ReadTexts(string path, List<Problem> problems) =>
        File.Exists(path) ? YamlFile.Read<Dictionary<string, string>>(path, problems) : [];

    /// <summary>A sentence in one language only would leave the customers of the other one without it.</summary>
    private static IEnumerable<Problem> Missing(
        Dictionary<string, string> there,
        Dictionary<string, string> here,
        string file
    ) => there.Keys.Except(here.Keys).Select(key => new Problem(file, key, "Missing: the other language has it."));

    private static CatalogueAction ReadAction(string name, ActionFile file, Texts texts, List<Problem> problems)
    {
        void Fail(string at, string reason) => problems.Add(new("actions.yaml", $"$.actions.{name}.{at}", reason));
        if (!texts.Keys.Contains(file.Sentence))
        {
            Fail("sentence", $"The text '{file.Sentence}' is missing in a texts file.");
        }
        foreach (var (argument, description) in file.Arguments)
        {
            foreach (var (path, error) in SchemaLint.Lint(description.Schema, $"arguments.{argument}.schema"))
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
            Title = file.Name ?? file.Purpose,
            PaidTo = file.PaidTo,
            SecondOpinion = file.SecondOpinion,
            Plannable = file.Plannable,
            SamplePercent = file.Autonomy == Autonomy.Sample ? file.SamplePercent : 0,
            ExactFacts = [.. file.RestsOn.Where(fact => fact.Value == RestsOnKind.Exact).Select(fact => fact.Key)],
        };
    }
}
