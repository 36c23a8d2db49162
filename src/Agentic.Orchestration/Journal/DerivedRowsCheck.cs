using System.Globalization;
using Agentic.Contracts;
using Agentic.Orchestration.Requests;
using Agentic.Orchestration.Storage;

namespace Agentic.Orchestration.Journal;

/// <summary>
/// Compares all rows that follow from a journal (read models, ledger, limits, approvals) with those that replaying the
/// journal gives, using the code that wrote them.
/// </summary>
internal static class DerivedRowsCheck
{
    private const string LedgerTimes = "ledger.at";

    /// <summary>Before the key of a row that may be there or not.</summary>
    private const string Optional = "optional ";

    public static IEnumerable<string> Compare(
        RequestRow row,
        IReadOnlyList<StoredEvent> stored,
        IReadOnlyList<JournalEvent> happened,
        DerivedRows found
    )
    {
        var expected = new Dictionary<string, string>();
        // Before format 2, some of these rows had fewer columns or came from other code: compare only what both have.
        var isOld = stored.Any(entry => entry.Format == 1);
        RequestState? before = null,
            state = null;
        for (var index = 0; index < stored.Count; index++)
        {
            var first = index;
            before = state;
            for (; ; index++)
            {
                state = RequestFold.Apply(row.Id, state, happened[index], stored[index].At, stored[index].Version);
                if (index + 1 == stored.Count || stored[index + 1].AppendId != stored[first].AppendId)
                {
                    break;
                }
            }
            var append = Projection.Of(
                "",
                before,
                state,
                [.. happened.Skip(first).Take(index + 1 - first)],
                stored[first].At,
                notifies: false
            );
            Replay(append, expected, isOld);
        }
        if (state is null)
        {
            yield return "It has no entries.";
            yield break;
        }
        if (
            (row.CustomerId, row.Status, row.Locale, row.CreatedAt, row.UpdatedAt)
            != (state.CustomerId, state.Status, state.Locale, state.ReceivedAt, stored[^1].At)
        )
        {
            yield return "requests: its customer, status, locale or times are not those of its journal.";
        }
        foreach (var action in state.Actions)
        {
            foreach (var limit in action.Limits.Where(limit => Projection.CountsOnPeoplesWord(state, action, limit)))
            {
                // Versions before released it.
                var key = $"limits {Ids.Run(row.Id, action.Ordinal)} {limit.Counter}";
                if (expected.Remove(key, out var kept))
                {
                    expected[Optional + key] = kept;
                }
            }
        }
        foreach (var reason in CompareRows(expected, Rows(found, state, isOld)))
        {
            yield return reason;
        }
        foreach (var reason in CompareWork(row, state, found.Work))
        {
            yield return reason;
        }
    }

    private static void Replay(Append append, Dictionary<string, string> rows, bool isOld)
    {
        foreach (var (key, content) in Rows(append, isOld))
        {
            rows[key] = content;
        }
        foreach (var entry in append.Ledger)
        {
            // An entry keeps the time of its permit.
            rows.TryAdd($"{LedgerTimes} {entry.Key}", Text(entry.At));
        }
        foreach (var limit in append.Limits)
        {
            var key = $"limits {limit.Entry} {limit.Reservation.Counter}";
            if (limit.Release && rows.Remove(key, out var kept))
            {
                // Versions before kept some of these reservations; they only make a later decision stricter.
                rows[Optional + key] = kept;
            }
            else if (!limit.Release)
            {
                rows.TryAdd(key, Text(limit, isOld));
            }
        }
        if (append.Closure is { } closure)
        {
            rows["closures"] = Text(closure);
        }
        else if (append.Reopens)
        {
            rows.Remove("closures");
        }
        foreach (var judgement in append.Judgements)
        {
            rows.TryAdd($"judgements {judgement.HandOffId}", Text(judgement));
        }
    }

    private static IEnumerable<(string Key, string Content)> Rows(Append append, bool isOld) =>
        [
            .. append.Approvals.Select(row => ($"approvals {row.Id}", Text(row, isOld))),
            .. append.HandOffs.Select(row => ($"hand_offs {row.Id}", Text(row))),
            .. append.Runs.Select(row => ($"runs {row.Id}", Text(row, isOld))),
            .. append.Ledger.Select(row => ($"ledger {row.Key}", Text(row))),
            .. append.EventKeys.Select(key => ($"event_keys {key}", "")),
            .. append.Ledger.SelectMany(row =>
                row.Targets.Select(target => ($"ledger_targets {row.Key} {row.Kind} {target}", row.Live ? "live" : "ended"))
            ),
        ];

    private static Dictionary<string, string> Rows(DerivedRows found, RequestState state, bool isOld)
    {
        var rows = Rows(
                new Append("", "", 0, [], null!)
                {
                    Approvals = found.Approvals,
                    HandOffs = found.HandOffs,
                    Runs = found.Runs,
                    Ledger = found.Ledger,
                    EventKeys = found.EventKeys,
                },
                isOld
            )
            .ToDictionary(row => row.Key, row => row.Content);
        var again = state
            .Actions.SelectMany(action => action.Effects)
            .Where(effect => effect is { Effect.Recurs: true, Status: EffectStatus.Done })
            .Select(effect => effect.Key)
            .ToHashSet();
        foreach (var (key, kind, target, live, shared) in found.LedgerTargets)
        {
            // A repeatable effect may have made room for a later one; that is recorded in the other request's journal.
            rows[$"ledger_targets {key} {kind} {target}"] = live || (shared && again.Contains(key)) ? "live" : "ended";
        }
        foreach (var entry in found.Ledger)
        {
            rows[$"{LedgerTimes} {entry.Key}"] = Text(entry.At);
        }
        foreach (var limit in found.Limits)
        {
            rows[$"limits {limit.Entry} {limit.Reservation.Counter}"] = Text(limit, isOld);
        }
        foreach (var closure in found.Closures)
        {
            rows["closures"] = Text(closure);
        }
        foreach (var judgement in found.Judgements)
        {
            rows[$"judgements {judgement.HandOffId}"] = Text(judgement);
        }
        return rows;
    }

    private static IEnumerable<string> CompareRows(Dictionary<string, string> expected, Dictionary<string, string> found)
    {
        foreach (var (key, content) in expected.Where(row => !row.Key.StartsWith(Optional, StringComparison.Ordinal)))
        {
            var (table, id) = Split(key);
            if (!found.TryGetValue(key, out var stored))
            {
                yield return $"{table}: the row{id} is missing.";
            }
            else if (stored != content)
            {
                yield return $"{table}: the row{id} was changed: it says '{stored}', the journal says '{content}'.";
            }
        }
        foreach (
            var key in found
                .Where(row => !expected.ContainsKey(row.Key) && expected.GetValueOrDefault(Optional + row.Key) != row.Value)
                .Select(row => row.Key)
        )
        {
            var (table, id) = Split(key);
            yield return $"{table}: the row{id} does not follow from the journal.";
        }

        static (string Table, string Id) Split(string key) =>
            key.IndexOf(' ', StringComparison.Ordinal) is > 0 and var end ? (key[..end], " " + key[(end + 1)..]) : (key, "");
    }

    /// <summary>Work that was due already keeps the time at which it first was; otherwise its time is the journal's.</summary>
    private static IEnumerable<string> CompareWork(RequestRow row, RequestState state, IReadOnlyList<WorkRow> found)
    {
        foreach (
            var work in found.Where(work =>
                work.Queue is not (NextWork.Planning or NextWork.Execution or NextWork.Notification)
            )
        )
        {
            yield return $"work: there is no queue '{work.Queue}'.";
        }
        foreach (
            var (queue, due) in new[]
            {
                (NextWork.Planning, NextWork.PlanningAt(state)),
                (NextWork.Execution, NextWork.ExecutionAt(state)),
            }
        )
        {
            var work = found.FirstOrDefault(known => known.Queue == queue);
            if (due is null)
            {
                if (work is not null)
                {
                    yield return $"work: {queue} is due, and the journal says that nothing is.";
                }
            }
            else if (work is null)
            {
                yield return $"work: {queue} is missing: nobody would go on at {due:O}.";
            }
            else if (
                StoredTime.ToMicros(work.DueAt!.Value) != StoredTime.ToMicros(due.Value)
                && !(work.DueAt <= row.UpdatedAt && due <= row.UpdatedAt)
            )
            {
                yield return $"work: {queue} is due at {work.DueAt:O}, and the journal says {due:O}.";
            }
        }
    }

    private static string Text(ApprovalRow row, bool isOld) =>
        Join(row.Status, row.Role, row.Deadline, row.CreatedAt, isOld ? "" : $"{row.AtRisk?.Minor} {row.AtRisk?.Currency}");

    private static string Text(HandOffRow row) => Join(row.Status, row.Topic, row.DueAt);

    private static string Text(RunRow row, bool isOld) =>
        Join(row.Ordinal, row.Workflow, row.Hash, row.Status, isOld ? "" : row.UpdatedAt);

    private static string Text(LedgerRow row) => Join(row.Kind, row.Ordinal, row.Status, row.Live ? "live" : "ended");

    private static string Text(DateTimeOffset time) => Join(time);

    private static string Text(LimitRow row, bool isOld) =>
        Join(row.Reservation.Value, row.At, isOld ? "" : row.Reservation.Currency ?? "");

    private static string Text(ClosureRow row) => Join(row.At, row.Status, row.Assisted);

    private static string Text(JudgementRow row) => Join(row.At, row.Wrong);

    private static string Join(params object[] values) =>
        string.Join(
            ' ',
            values.Select(value =>
                value is DateTimeOffset time
                    ? StoredTime.ToMicros(time).ToString(CultureInfo.InvariantCulture)
                    : Convert.ToString(value, CultureInfo.InvariantCulture)
            )
        );
}
