using System.Data.Common;

namespace Agentic.Orchestration.Storage.Sql;

/// <summary>A transaction while it lasts.</summary>
internal interface ISqlSession
{
    /// <returns>How many rows it inserted, changed or deleted.</returns>
    int Execute(string sql, params ReadOnlySpan<object?> values);

    IReadOnlyList<T> Query<T>(string sql, Func<DbDataReader, T> map, params ReadOnlySpan<object?> values);
}
