using System.Data.Common;
using Agentic.Contracts;

namespace Agentic.Orchestration.Storage.Sql;

/// <summary>Columns of the tables that more than one part reads, and how their values become rows.</summary>
internal static class SqlRows
{
    public const string RequestColumns =
        "id, customer_id, status, locale, created_at, updated_at, version, head, mac, key_owner";
    public const string ApprovalColumns = "id, request_id, status, role, deadline, at_risk, created_at, at_risk_currency";
    public const string HandOffColumns = "id, request_id, status, topic, due_at";
    public const string RunColumns = "id, request_id, ordinal, workflow, hash, status, updated_at";

    public static ApprovalRow ToApproval(DbDataReader row) =>
        new(
            row.GetString(0),
            row.GetString(1),
            ParseOrUnknown<ApprovalStatus>(row.GetString(2)),
            row.GetString(3),
            StoredTime.FromMicros(row.GetInt64(4)),
            row.GetString(7) is { Length: > 0 } currency ? Money.OfMinor(row.GetInt64(5), currency) : null,
            StoredTime.FromMicros(row.GetInt64(6))
        );

    public static HandOffRow ToHandOff(DbDataReader row) =>
        new(row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), StoredTime.FromMicros(row.GetInt64(4)));

    public static RunRow ToRun(DbDataReader row) =>
        new(
            row.GetString(0),
            row.GetString(1),
            (int)row.GetInt64(2),
            row.GetString(3),
            row.GetString(4),
            row.GetString(5),
            StoredTime.FromMicros(row.GetInt64(6))
        );

    public static RequestRow ToRequest(DbDataReader row) =>
        new(
            row.GetString(0),
            row.GetString(1),
            ParseOrUnknown<RequestStatus>(row.GetString(2)),
            row.GetString(3),
            StoredTime.FromMicros(row.GetInt64(4)),
            StoredTime.FromMicros(row.GetInt64(5)),
            row.GetInt64(6),
            row.GetFieldValue<byte[]>(7),
            row.GetFieldValue<byte[]>(8),
            row.GetString(9) is { Length: > 0 } owner ? owner : row.GetString(1)
        );

    public static string Quoted<T>(IEnumerable<T> values) => string.Join(", ", values.Select(value => $"'{value}'"));

    /// <summary>
    /// An unknown value becomes -1 instead of failing the read, so that a verification can report it.
    /// </summary>
    public static T ParseOrUnknown<T>(string text)
        where T : struct, Enum => Enum.TryParse<T>(text, out var known) ? known : (T)(object)-1;
}
