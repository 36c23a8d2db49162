namespace Agentic.Engine.Checks;

/// <summary>What a definition may refer to: the connectors' operations and the rest of its pack.</summary>
/// <param name="Operations">By <c>connector.operation</c>.</param>
/// <param name="RuleSets">Rule set to the outcomes it can name; gates use rule sets without named outcomes.</param>
/// <param name="ActionArguments">Arguments of the action that the workflow carries out: name to type.</param>
public sealed record CheckContext(
    IReadOnlyDictionary<string, OperationDescription> Operations,
    IReadOnlyDictionary<string, IReadOnlySet<string>> RuleSets,
    IReadOnlySet<string> Texts,
    IReadOnlyDictionary<string, string> ActionArguments
)
{
    /// <summary>Actions of the pack, each with its arguments and whether an argument is required.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, bool>> Actions { get; init; } =
        new Dictionary<string, IReadOnlyDictionary<string, bool>>();
}

/// <param name="Arguments">Name to type (String, Int32, Boolean, Money, Object, Array); a trailing <c>?</c> marks an
/// optional one.</param>
/// <param name="Result">Dotted path to type: what the operation returns.</param>
/// <param name="Undo">The operation that takes this one back; null when nothing does.</param>
/// <param name="Success">How an answer proves that the operation was carried out; null when any answer does.</param>
public sealed record OperationDescription(
    string Connector,
    string Name,
    bool Writes,
    IReadOnlyDictionary<string, string> Arguments,
    IReadOnlyDictionary<string, string> Result,
    string? Undo = null,
    SuccessDescription? Success = null
);

/// <summary>An answer that is anything else leaves it open whether the operation was carried out.</summary>
/// <param name="Done">Values of the answer's <c>state</c> that mean done.</param>
/// <param name="Accepted">Values of the answer's <c>state</c> that mean taken on, with an event to follow.</param>
/// <param name="StateRequired">Without a <c>state</c> the answer says nothing.</param>
/// <param name="Repeats">Arguments whose values the answer repeats, where it names them; money is compared as money.</param>
/// <param name="Reference">The member that holds the business key under which later events come; what is only taken
/// on has to name it.</param>
public sealed record SuccessDescription(
    IReadOnlyList<string> Done,
    IReadOnlyList<string> Accepted,
    bool StateRequired,
    IReadOnlyList<string> Repeats,
    string? Reference
)
{
    /// <summary>A member that a successful answer must have; null when its state is proof enough.</summary>
    public string? Names { get; init; }

    /// <summary>
    /// Values of the answer's <c>status</c>, where it has one, that fit a success; null when any but a word for
    /// failure does.
    /// </summary>
    public IReadOnlyList<string>? Statuses { get; init; }
}
