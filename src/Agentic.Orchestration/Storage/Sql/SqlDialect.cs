namespace Agentic.Orchestration.Storage.Sql;

/// <summary>The few things that the databases write differently.</summary>
/// <param name="ElementsOf">A query for the elements of the JSON array of texts in a parameter.</param>
/// <param name="JoinLines">An aggregate that joins the texts of a column by line feeds.</param>
/// <param name="SkipLocked">Ends a query for rows that one host shall take, so that another host takes others.</param>
/// <param name="JsonArray">A JSON array of columns as one text, always the same for the same values.</param>
/// <param name="Hex">A column of bytes in upper-case hexadecimal digits.</param>
internal sealed record SqlDialect(
    Func<string, string> ElementsOf,
    Func<string, string> JoinLines,
    string SkipLocked,
    Func<string, string> JsonArray,
    Func<string, string> Hex
)
{
    public static SqlDialect Sqlite { get; } =
        new(
            parameter => $"SELECT value FROM json_each({parameter})",
            column => $"group_concat({column}, char(10))",
            "",
            columns => $"json_array({columns})",
            column => $"hex({column})"
        );

    public static SqlDialect Postgres { get; } =
        new(
            parameter => $"SELECT json_array_elements_text(CAST({parameter} AS json))",
            column => $"string_agg({column}, chr(10))",
            " FOR UPDATE SKIP LOCKED",
            columns => $"CAST(json_build_array({columns}) AS text)",
            column => $"upper(encode({column}, 'hex'))"
        );
}
