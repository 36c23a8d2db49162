namespace Agentic.Orchestration.Agents.Offline;

/// <summary>The phrases of one pack, in any language.</summary>
/// <param name="About">Words that say that a sentence is about this domain, normalised.</param>
internal sealed record PhraseBook(IReadOnlyList<Phrase> Phrases, IReadOnlySet<string> About) : IOfflineVocabulary;
