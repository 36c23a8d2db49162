using System.Text.Json.Serialization;

namespace Agentic.Contracts;

/// <summary>Names only: a number that happens to be in range is no decision.</summary>
public sealed class NamedEnumConverter<T>() : JsonStringEnumConverter<T>(namingPolicy: null, allowIntegerValues: false)
    where T : struct, Enum;
