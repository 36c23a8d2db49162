namespace Agentic.Orchestration.Agents.Offline;

/// <summary>
/// What a pack extension read for a planner without a language model. A pack that has none needs a model, and says so.
/// </summary>
public interface IOfflineVocabulary;
