using Agentic.Orchestration.Agents.Offline;

namespace Agentic.Retail.Planning;

/// <summary>What the offline planner knows of a pack's words, by language.</summary>
internal sealed record Vocabularies(IReadOnlyDictionary<string, Vocabulary> ByLanguage) : IOfflineVocabulary
{
    public IReadOnlyList<Vocabulary> All => [.. ByLanguage.Values];
}
