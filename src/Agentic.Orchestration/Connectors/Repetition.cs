using System.Text.Json.Serialization;

namespace Agentic.Orchestration.Connectors;

[JsonConverter(typeof(JsonStringEnumConverter<Repetition>))]
public enum Repetition
{
    Idempotent,
    Queryable,
    Neither,
}
