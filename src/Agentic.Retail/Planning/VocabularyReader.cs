using Agentic.Engine.Definitions;
using Agentic.Orchestration.Packs;

namespace Agentic.Retail.Planning;

/// <summary>
/// Reads <c>vocabulary.de.yaml</c> and <c>vocabulary.en.yaml</c>. A pack without them needs a language model.
/// </summary>
internal sealed class VocabularyReader : IPackExtension
{
    private static readonly string[] Languages = ["de", "en"];

    public object? Read(string folder, IReadOnlyDictionary<string, CatalogueAction> actions, List<Problem> problems)
    {
        if (!Languages.Any(language => File.Exists(PathOf(folder, language))))
        {
            return null;
        }
        var read = Languages
            .Select(language => (Language: language, Vocabulary: YamlFile.Read<Vocabulary>(PathOf(folder, language), problems)))
            .ToArray();
        problems.AddRange(
            read.Where(one => one.Vocabulary is not null)
                .SelectMany(one =>
                    OrderBook
                        .Questions.Except(one.Vocabulary!.Says.Keys)
                        .Select(key => new Problem(
                            $"vocabulary.{one.Language}.yaml",
                            $"says.{key}",
                            "Missing: the offline planner asks this."
                        ))
                )
        );
        return read.All(one => one.Vocabulary is not null)
            ? new Vocabularies(read.ToDictionary(one => one.Language, one => one.Vocabulary!))
            : null;
    }

    private static string PathOf(string folder, string language) => Path.Combine(folder, $"vocabulary.{language}.yaml");
}
