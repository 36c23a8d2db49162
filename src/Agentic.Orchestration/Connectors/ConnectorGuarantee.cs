namespace Agentic.Orchestration.Connectors;

/// <param name="Repetition">Idempotent: the same key may be sent again. Queryable: look up first. Neither: one
/// attempt, then a human.</param>
/// <param name="MaxProcessingTime">After this long a call that is not found will not happen any more (queryable only).</param>
/// <param name="SettlesWithin">What it accepted it has settled and told within this time; after that it is asked, and
/// a human looks. Null: it is never asked.</param>
public sealed record ConnectorGuarantee(Repetition Repetition, TimeSpan MaxProcessingTime, TimeSpan? SettlesWithin = null);
