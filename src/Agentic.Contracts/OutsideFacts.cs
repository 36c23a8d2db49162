using System.Text.Json.Nodes;

namespace Agentic.Contracts;

/// <summary>An outside system reported something: a parcel arrived, money was credited or came back.</summary>
/// <param name="Source">The system whose signature it bears.</param>
/// <param name="EventId">The source's own id; the same one again changes nothing.</param>
/// <param name="Type">Such as <c>parcel.received</c>.</param>
/// <param name="Tracked">What becomes of it is journalled; false in journals from before that.</param>
/// <param name="Key">The business key that it is about, such as a return's number.</param>
public sealed record OutsideEventReceived(
    string Source,
    string EventId,
    string Type,
    string Key,
    JsonObject Data,
    bool Tracked = false
) : JournalEvent;

/// <summary>
/// An event has been used up: by one step that waited for it, by the effect that it settles, or by the person who
/// looks at it.
/// </summary>
/// <param name="Ordinal">Null when a person looks at it.</param>
/// <param name="Step">The step and round that waited for it; null where no step did.</param>
public sealed record OutsideEventTaken(string Source, string EventId, int? Ordinal = null, int? Step = null) : JournalEvent;
