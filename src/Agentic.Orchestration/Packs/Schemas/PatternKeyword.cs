using System.Text.Json;
using System.Text.RegularExpressions;

namespace Agentic.Orchestration.Packs.Schemas;

/// <summary>
/// <c>pattern</c>, in linear time: customers' words meet these patterns, and none may take longer than its text is long.
/// </summary>
internal sealed class PatternKeyword() : Keyword("pattern")
{
    /// <exception cref="ArgumentException">It is no pattern.</exception>
    /// <exception cref="NotSupportedException">It cannot be checked in linear time.</exception>
    public static Regex Compile(string pattern) => new(pattern, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);

    protected override object Prepare(string value) => Compile(value);

    protected override bool Fits(object keyword, JsonElement value) =>
        value.ValueKind != JsonValueKind.String || ((Regex)keyword).IsMatch(value.GetString()!);
}
