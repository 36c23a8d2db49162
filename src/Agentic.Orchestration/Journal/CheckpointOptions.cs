namespace Agentic.Orchestration.Journal;

/// <param name="AcceptStoreAt">The operator takes a store that ends at this checkpoint, although its anchor knows
/// later ones.</param>
internal sealed record CheckpointOptions(long? AcceptStoreAt);
