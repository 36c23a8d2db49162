namespace Agentic.Orchestration.Agents.Offline;

/// <summary>The phrases of one pack, in any language.</summary>
internal sealed record PhraseBook(IReadOnlyList<Phrase> Phrases) : IOfflineVocabulary;
