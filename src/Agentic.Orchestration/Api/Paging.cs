namespace Agentic.Orchestration.Api;

public static class Paging
{
    public const int Size = 50;

    /// <summary>Makes a page of rows that were read with one more than fits, to know whether more follow.</summary>
    /// <param name="view">Null leaves a row out: its commit is so new that this host has not applied it yet.</param>
    public static Page<T> Of<TRow, T>(IReadOnlyList<TRow> rows, Func<TRow, string> id, Func<TRow, T?> view)
        where T : class => new([.. rows.Take(Size).Select(view).OfType<T>()], rows.Count > Size ? id(rows[Size - 1]) : null);
}
