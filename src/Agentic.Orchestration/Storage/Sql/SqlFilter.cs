namespace Agentic.Orchestration.Storage.Sql;

/// <summary>
/// The conditions that were asked for, and only those. One text for all cases (<c>$1 IS NULL OR status = $1</c>) keeps a
/// database from using its index: it would read every row to find few.
/// </summary>
internal sealed class SqlFilter
{
    private SqlFilter(string where, object?[] values) => (Where, Values) = (where, values);

    /// <summary>Such as <c>WHERE status = $1 AND id &gt; $2</c>; empty when nothing was asked for.</summary>
    public string Where { get; }

    public object?[] Values { get; }

    /// <param name="conditions">Left side and operator, such as <c>status =</c>, with the value; null leaves one out.</param>
    public static SqlFilter Of(params ReadOnlySpan<(string Condition, object? Value)> conditions)
    {
        var (texts, values) = (new List<string>(), new List<object?>());
        foreach (var (condition, value) in conditions)
        {
            if (value is not null)
            {
                values.Add(value);
                texts.Add($"{condition} ${values.Count}");
            }
        }
        return new(texts.Count == 0 ? "" : $"WHERE {string.Join(" AND ", texts)}", [.. values]);
    }

    /// <summary>The whole statement and its values: at most <paramref name="limit"/> rows in an order.</summary>
    /// <param name="select">Such as <c>SELECT id FROM runs</c>.</param>
    /// <param name="order">Such as <c>id DESC</c>.</param>
    public (string Sql, object?[] Values) Page(string select, string order, int limit) =>
        ($"{select} {Where} ORDER BY {order} LIMIT ${Values.Length + 1}", [.. Values, limit]);
}
