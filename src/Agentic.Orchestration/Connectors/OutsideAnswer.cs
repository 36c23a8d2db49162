using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Agentic.Contracts;
using Agentic.Engine.Checks;

namespace Agentic.Orchestration.Connectors;

/// <summary>
/// What an outside system answers is data of unknown type and meaning until it is read here: members are typed after the
/// operation's description, what is not described is dropped, and a success is only what says that the sealed call was
/// carried out.
/// </summary>
public static class OutsideAnswer
{
    private const int MaxText = 4000,
        MaxItems = 1000;

    /// <summary>Words for a call that came to nothing, whatever else the answer says.</summary>
    private static readonly HashSet<string> Failures = new(StringComparer.OrdinalIgnoreCase)
    {
        "failed",
        "failure",
        "error",
        "rejected",
        "refused",
        "declined",
        "denied",
        "aborted",
        "invalid",
    };

    /// <summary>Members as the description types them.</summary>
    /// <returns>The typed answer, or what does not fit.</returns>
    public static (JsonObject? Value, string? Problem) ToDeclaredTypes(OperationDescription operation, JsonObject answer)
    {
        var typed = new JsonObject();
        foreach (var (name, type) in operation.Result)
        {
            if (!answer.TryGetPropertyValue(name, out var value) || value is null)
            {
                continue;
            }
            if (As(type.TrimEnd('?'), value) is not { } fits)
            {
                return (null, $"'{name}' must be {type.TrimEnd('?')}");
            }
            typed[name] = fits;
        }
        return (typed, null);
    }

    /// <summary>
    /// Why the answer to a query cannot be used; null when it can. "Not found" is a usable answer.
    /// </summary>
    /// <param name="needed">Members that it has to name.</param>
    public static string? GetUnusableReason(OperationDescription query, JsonObject answer, IReadOnlyList<string> needed)
    {
        if (ToDeclaredTypes(query, answer) is { Value: null, Problem: { } problem })
        {
            return problem;
        }
        var isFound = answer["found"]?.GetValueKind() != JsonValueKind.False;
        return needed.FirstOrDefault(name => isFound && answer[name] is null) is { } missing ? $"'{missing}' is missing"
            : answer
                .FirstOrDefault(member =>
                    member.Value is JsonObject money
                    && Money.TryParse(Plain(money["amount"]), Plain(money["currency"]), out var amount)
                    && amount.Amount < 0
                )
                .Key
                is { } negative
                ? $"'{negative}' is negative"
            : null;
    }

    /// <summary>Turns the answer to a call that went through into the effect's result.</summary>
    public static EffectResult Read(OperationDescription operation, EffectCall call, JsonObject answer)
    {
        if (GetFailureReason(operation, call, answer) is { } doubt)
        {
            return new EffectResult.Unclear(doubt);
        }
        var (typed, problem) = ToDeclaredTypes(operation, answer);
        if (typed is null)
        {
            return new EffectResult.Unclear($"the answer does not fit: {problem}");
        }
        var reference = operation.Success?.Reference is { } member ? Text(typed[member]) : null;
        var isAccepted =
            operation.Success is { } success && Text(answer["state"]) is { } state && success.Accepted.Contains(state);
        return !isAccepted ? new EffectResult.Done(reference, typed)
            : reference is null && operation.Success!.Reference is { } name
                ? new EffectResult.Unclear(
                    $"it was taken on, and the answer does not name the {name} under which one would hear of it"
                )
            : new EffectResult.Accepted(reference, typed);
    }

    /// <summary>Why an answer does not say that the call was carried out as it was sealed; null when it does.</summary>
    public static string? GetFailureReason(OperationDescription operation, EffectCall call, JsonObject answer)
    {
        if (operation.Success is not { } success)
        {
            return null;
        }
        if ((answer["error"] ?? (answer["errors"] is JsonArray { Count: 0 } ? null : answer["errors"])) is { } error)
        {
            return $"the answer is an error: {Cut(error.ToJsonString())}";
        }
        if ((answer["success"] ?? answer["ok"])?.GetValueKind() == JsonValueKind.False)
        {
            return "the answer says that it was no success";
        }
        if (
            Text(answer["status"]) is { } status
            && (
                success.Statuses is { } fitting
                    ? !fitting.Contains(status, StringComparer.OrdinalIgnoreCase)
                    : Failures.Contains(status)
            )
        )
        {
            return $"the answer's status is {Cut(status)}";
        }
        if (success.Names is { } needed && Text(answer[needed]) is null)
        {
            return $"the answer does not name the {needed}";
        }
        if (answer["state"] is { } given)
        {
            if (Text(given) is not { } state || !(success.Done.Contains(state) || success.Accepted.Contains(state)))
            {
                return $"the answer's state is {Cut(given.ToJsonString())}, which is no known success";
            }
        }
        else if (success.StateRequired)
        {
            return "the answer says nothing about what became of it";
        }
        foreach (var name in success.Repeats)
        {
            if (answer[name] is { } said && call.Arguments[name] is { } sealedValue && !IsSame(sealedValue, said, answer))
            {
                return $"the answer names another {name}: {Cut(said.ToJsonString())}";
            }
        }
        return answer["idempotencyKey"] is { } key && Text(key) != call.Key ? "the answer is about another call" : null;
    }

    /// <summary>Text as it is, or a whole number written out; null for anything else.</summary>
    public static string? Text(JsonNode? value) =>
        value is not JsonValue scalar ? null
        : scalar.TryGetValue<string>(out var text)
            ? text.Length is > 0 and <= MaxText ? text
                : null
        : scalar.GetValueKind() == JsonValueKind.Number
        && long.TryParse(scalar.ToJsonString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)
            ? scalar.ToJsonString()
        : null;

    private static JsonNode? As(string type, JsonNode value) =>
        type switch
        {
            "String" => Text(value) is { } text ? JsonValue.Create(text)
            : Plain(value) is "" ? JsonValue.Create("")
            : value is JsonObject local && Text(local["de"]) is not null && Text(local["en"]) is not null ? local.DeepClone()
            : null,
            "DateTime" => Text(value) is { } time
            && DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
                ? JsonValue.Create(time)
                : null,
            "Int32" => value is JsonValue number
            && number.GetValueKind() is JsonValueKind.Number or JsonValueKind.String
            && int.TryParse(number.ToString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)
                ? JsonValue.Create(whole)
                : null,
            "Boolean" => value.GetValueKind() is JsonValueKind.True or JsonValueKind.False ? value.DeepClone() : null,
            "Array" => value is JsonArray { Count: <= MaxItems } items && items.All(HasReadableMoney)
                ? items.DeepClone()
                : null,
            "Object" => value is JsonObject && HasReadableMoney(value) ? value.DeepClone() : null,
            _ => value.DeepClone(),
        };

    /// <summary>
    /// Whether every object that looks like money can be read as money: a fraction of a yen, or an amount that is not a
    /// string, would be shown as nonsense.
    /// </summary>
    private static bool HasReadableMoney(JsonNode? value) =>
        value switch
        {
            JsonObject { Count: 2 } money when money.ContainsKey("amount") && money.ContainsKey("currency") => Money.TryParse(
                Plain(money["amount"]),
                Plain(money["currency"]),
                out _
            ),
            JsonObject members => members.All(member => HasReadableMoney(member.Value)),
            JsonArray items => items.All(HasReadableMoney),
            _ => true,
        };

    private static bool IsSame(JsonNode sealedValue, JsonNode said, JsonObject answer)
    {
        if (sealedValue is JsonObject money && Money.TryParse(Plain(money["amount"]), Plain(money["currency"]), out var wanted))
        {
            var (amount, currency) = said is JsonObject given
                ? (given["amount"], given["currency"])
                : (said, answer["currency"]);
            return decimal.TryParse(
                    (amount as JsonValue)?.ToString(),
                    NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign,
                    CultureInfo.InvariantCulture,
                    out var value
                )
                && value == wanted.Amount
                && new[] { currency, answer["currency"] }.All(code => code is null || Plain(code) == wanted.Currency);
        }
        // Lists must match item by item, in any order; objects only in the members that both of them have.
        if (sealedValue is JsonArray items && said is JsonArray others)
        {
            return items.Count == others.Count
                && items.All(item => item is not null && others.Any(other => other is not null && IsSame(item, other, answer)));
        }
        if (sealedValue is JsonObject members && said is JsonObject repeated)
        {
            return members.All(member =>
                member.Value is null || repeated[member.Key] is not { } other || IsSame(member.Value, other, answer)
            );
        }
        return Text(sealedValue) is { } known && Text(said) is { } named
            ? string.Equals(known.TrimStart('#'), named.TrimStart('#'), StringComparison.OrdinalIgnoreCase)
            : JsonNode.DeepEquals(sealedValue, said);
    }

    private static string? Plain(JsonNode? value) =>
        value is JsonValue scalar && scalar.TryGetValue<string>(out var text) ? text : null;

    private static string Cut(string text) => text.Length <= 200 ? text : text[..200] + "…";
}
