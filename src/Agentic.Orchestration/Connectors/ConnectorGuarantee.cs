namespace Agentic.Orchestration.Connectors;

/// <param name="Repetition">Idempotent: the same key may be sent again. Queryable: look up first. Neither: one
/// attempt, then a human.</param>
/// <param name="MaxProcessingTime">After this long a call that is not found will not happen any more (queryable only).</param>
/// <param name="SettlesWithin">How long an accepted effect may stay without a reported outcome before the system is asked
/// for it. Null: it is never asked.</param>
public sealed record ConnectorGuarantee(Repetition Repetition, TimeSpan MaxProcessingTime, TimeSpan? SettlesWithin = null);
