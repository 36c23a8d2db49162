using System.CommandLine;
using Agentic.Library;
using Agentic.Orchestration.Agents;
using Agentic.Orchestration.Agents.Offline;
using Agentic.Orchestration.Execution.Activities;
using Agentic.Orchestration.Packs;
using Agentic.Retail.Planning;
using Agentic.Retail.Shop;

namespace Agentic.Lab;

/// <summary><c>check PACK</c>: every problem with file, activity and reason; exit 1 when there is one.</summary>
internal static class CheckCommand
{
    public static Command Make()
    {
        var folder = new Argument<string>("PACK") { Description = "Folder of the pack." };
        var command = new Command("check", "Proves a pack: workflows, policies and their cases, texts.") { folder };
        command.SetAction(parsed =>
        {
            var (pack, problems) = PackLoader.Load(
                parsed.GetRequiredValue(folder),
                [.. ShopOperations.All, .. LibraryOperations.All],
                WorkflowActivities.Catalogue,
                new VocabularyReader(),
                new PhraseReader()
            );
            foreach (var problem in problems)
            {
                Console.WriteLine(problem);
            }
            Console.WriteLine(
                pack is null
                    ? $"{problems.Count} problems."
                    : $"{pack.Name}: {pack.Actions.Count} actions, {pack.Workflows.Count} workflows, no problems."
            );
            if (pack is not null && !PlannerCheck.HasVocabulary(pack))
            {
                Console.WriteLine("It has no phrases and no vocabulary: its requests need a language model.");
            }
            return pack is null ? 1 : 0;
        });
        return command;
    }
}
