namespace Agentic.Engine.Checks;

/// <summary>What a definition may refer to: the connectors' operations and the rest of its pack.</summary>
/// <param name="Operations">By <c>connector.operation</c>.</param>
/// <param name="RuleSets">Rule set to the outcomes it can name; gates use rule sets without named outcomes.</param>
public sealed record CheckContext(
    IReadOnlyDictionary<string, OperationDescription> Operations,
    IReadOnlyDictionary<string, IReadOnlySet<string>> RuleSets,
    IReadOnlySet<string> Texts,
    IReadOnlyDictionary<string, string> ActionArguments);

/// <param name="Arguments">Name to type (String, Int32, Boolean, Money, Object, Array); a trailing <c>?</c> marks an optional one.</param>
/// <param name="Result">Dotted path to type: what the operation returns.</param>
/// <param name="Undo">The operation that takes this one back; null when nothing does.</param>
public sealed record OperationDescription(
    string Connector, string Name, bool Writes,
    IReadOnlyDictionary<string, string> Arguments, IReadOnlyDictionary<string, string> Result, string? Undo = null);
