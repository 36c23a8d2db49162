using System.Text.Json.Nodes;

namespace Agentic.Contracts;

/// <summary>An outside system reported something: a parcel arrived, money was credited or came back.</summary>
/// <param name="Source">The system whose signature it bears.</param>
/// <param name="EventId">The source's own id; the same one again changes nothing.</param>
/// <param name="Type">Such as <c>parcel.received</c>.</param>
/// <param name="Key">The business key that it is about, such as a return's number.</param>
public sealed record OutsideEventReceived(string Source, string EventId, string Type, string Key, JsonObject Data) : JournalEvent;
