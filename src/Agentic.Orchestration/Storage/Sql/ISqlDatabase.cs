using System.Data.Common;

namespace Agentic.Orchestration.Storage.Sql;

/// <summary>
/// What the parts of a store need of their database. Statements are one of a fixed set of texts, with their values as
/// <c>$1</c>, <c>$2</c>, …; rows are read by position, so a row type stays free of database names.
/// </summary>
internal interface ISqlDatabase
{
    SqlDialect Dialect { get; }

    /// <summary>Returns after the commit, which may be shared with other appends.</summary>
    Task<AppendConflict?> AppendAsync(Append append, CancellationToken cancellationToken);

    /// <summary>Reads the last commit and never waits for a writer.</summary>
    Task<IReadOnlyList<T>> QueryAsync<T>(string sql, Func<DbDataReader, T> map, params ReadOnlySpan<object?> values);

    /// <summary>Writes in one transaction.</summary>
    Task ExecuteAsync(Action<ISqlSession> write, CancellationToken cancellationToken);

    /// <summary>Writes to a table that carries a seal, and renews the seal unless somebody has changed the table.</summary>
    Task WriteSealedAsync(string table, Action<ISqlSession> write, CancellationToken cancellationToken);

    /// <summary>Appends and commits of this process, and how large the store is.</summary>
    Task<WriterFigures> ReadFiguresAsync(CancellationToken cancellationToken);
}
