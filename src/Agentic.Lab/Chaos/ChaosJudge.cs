using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Agentic.Lab.Chaos;

/// <summary>Compares what the journal says with what the shop's books say, through the public API only.</summary>
internal sealed class ChaosJudge(PatientApi api, HttpClient shop, ChaosPeople people)
{
    private static readonly string[] Ended = ["Completed", "PartlyCompleted", "Declined", "Withdrawn", "Failed", "HandedOff"];

    private const int MostLooks = 20;

    /// <summary>Longer than the longest pause between two tries of the host (<c>Execution__MaxRetryDelay</c>).</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(3);

    /// <summary>
    /// Waits until nothing moves any more: every request has ended or is in a person's hands, and nothing is carried
    /// out.
    /// </summary>
    public async Task SettleAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        var began = Stopwatch.StartNew();
        for (var before = ""; began.Elapsed < patience; await Task.Delay(Rest, TimeProvider.System, cancellationToken))
        {
            var requests = await api.ListAsync("ops", "/api/requests", cancellationToken);
            if (
                requests.Any(request =>
                    !Ended.Contains((string)request["state"]!) && people.Submitted.ContainsKey((string)request["id"]!)
                )
                || (await AloneAsync(cancellationToken)).Count > 0
            )
            {
                continue;
            }
            // A request in a person's hands may still be paid for an inspected parcel: the books of both sides are at rest
            // when a second look finds them unchanged.
            var now = await BooksAsync(cancellationToken);
            if (now == before)
            {
                return;
            }
            before = now;
        }
    }

    private async Task<string> BooksAsync(CancellationToken cancellationToken) =>
        await shop.GetStringAsync("/ledger", cancellationToken)
        + string.Concat((await api.ListAsync("ops", "/api/runs", cancellationToken)).Select(run => run.ToJsonString()));

    /// <summary>The verdict on books that did not change while they were read.</summary>
    public async Task<ChaosResult> JudgeAsync(CancellationToken cancellationToken)
    {
        var before = await BooksAsync(cancellationToken);
        for (var look = 1; ; look++)
        {
            var verdict = await ReadAsync(cancellationToken);
            var after = await BooksAsync(cancellationToken);
            if (after == before || look == MostLooks)
            {
                return after == before
                    ? verdict
                    : verdict with
                    {
                        Lost = verdict.Lost + 1,
                        Findings = [.. verdict.Findings, "the books do not come to rest"],
                    };
            }
            before = after;
            await Task.Delay(Rest, TimeProvider.System, cancellationToken);
        }
    }

    private async Task<ChaosResult> ReadAsync(CancellationToken cancellationToken)
    {
        var findings = new List<string>();
        var requests = (await api.ListAsync("ops", "/api/requests", cancellationToken)).ToDictionary(request =>
            (string)request["id"]!
        );
        var lines = (await shop.GetFromJsonAsync<JsonArray>("/ledger", cancellationToken))!;
        var lost = new HashSet<string>();
        foreach (var id in people.Submitted.Keys)
        {
            if (!requests.TryGetValue(id, out var request) || !Ended.Contains((string)request["state"]!))
            {
                lost.Add(id);
                findings.Add($"lost: {id} is {request?["state"]?.ToString() ?? "gone"}");
            }
        }
        var duplicates = Duplicates(lines, findings);
        var runs = await api.ListAsync("ops", "/api/runs", cancellationToken);
        var alone = await AloneAsync(cancellationToken);
        findings.AddRange(alone.Select(effect => $"unclear without a hand-off: {effect}"));
        var unclear = 0;
        var executed = lines.Select(line => (string?)line!["key"]).ToHashSet();
        var known = new HashSet<string>();
        foreach (var run in runs)
        {
            foreach (var effect in (JsonArray)run["effects"]!)
            {
                var (key, status) = ((string)effect!["key"]!, (string)effect["state"]!);
                known.Add(key);
                if (status is "Unknown" or "Intended")
                {
                    unclear++;
                }
                else if (
                    status is "Done" or "Returned" && !executed.Contains(key)
                    || status is not ("Done" or "Returned") && executed.Contains(key)
                )
                {
                    lost.Add(key);
                    findings.Add(
                        $"lost: the journal says {status} for {key} of {run["id"]}, the shop says "
                            + $"{(executed.Contains(key) ? "executed" : "never")}"
                    );
                }
            }
            if (
                (string)requests[(string)run["requestId"]!]["state"]! == "Withdrawn"
                && ((JsonArray)run["effects"]!).Any(effect => (string)effect!["state"]! == "Done")
            )
            {
                lost.Add((string)run["id"]!);
                findings.Add($"withdrawn, but carried out: {run["id"]}");
            }
        }
        foreach (var key in executed.Where(key => key is not null && !known.Contains(key)))
        {
            lost.Add(key!);
            findings.Add($"lost: the shop executed {key}, which no journal knows");
        }
        return new(lost.Count, duplicates, unclear, await AskedTwiceAsync(findings, cancellationToken))
        {
            UnclearWithoutHandOff = alone.Count,
            Silent = await SilentAsync(requests, findings, cancellationToken),
            ToldWrongly = await ToldWronglyAsync(requests.Keys, runs, executed, findings, cancellationToken),
            Requests = requests.Count,
            Kills = 0,
            Seconds = 0,
            JournalVerified = false,
            Effects = lines
                .GroupBy(line => (string)line!["operation"]!)
                .OrderBy(operation => operation.Key, StringComparer.Ordinal)
                .ToDictionary(operation => operation.Key, operation => operation.Count()),
            States = requests
                .Values.GroupBy(request => (string)request["state"]!)
                .ToDictionary(group => group.Key, group => group.Count()),
            Findings = [.. findings.Take(20)],
        };
    }

    /// <summary>
    /// Effects of which nobody knows whether they happened, and that no person has. While one is looked up that is no
    /// defect yet.
    /// </summary>
    private async Task<IReadOnlyList<string>> AloneAsync(CancellationToken cancellationToken)
    {
        var first = await ReadAloneAsync(cancellationToken);
        if (first.Count == 0)
        {
            return first;
        }
        // Between two reads one may settle and its hand-off close: only what stays alone is.
        await Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System, cancellationToken);
        return [.. first.Intersect(await ReadAloneAsync(cancellationToken))];
    }

    private async Task<IReadOnlyList<string>> ReadAloneAsync(CancellationToken cancellationToken)
    {
        var runs = await api.ListAsync("ops", "/api/runs", cancellationToken);
        var open = (await api.ListAsync("ops", "/api/handoffs", cancellationToken))
            .Where(handOff => (string)handOff["state"]! != "closed")
            .Select(handOff => (string)handOff["requestId"]!)
            .ToHashSet();
        return
        [
            .. runs.Where(run => !open.Contains((string)run["requestId"]!))
                .SelectMany(run =>
                    ((JsonArray)run["effects"]!)
                        .Where(effect => (string)effect!["state"]! is "Unknown" or "Intended")
                        .Select(effect => $"{run["id"]} {effect!["key"]}")
                ),
        ];
    }

    /// <summary>
    /// Handed off means that somebody has it; anything else that has not ended waits for somebody, or until a time.
    /// </summary>
    private async Task<int> SilentAsync(
        Dictionary<string, JsonNode> requests,
        List<string> findings,
        CancellationToken cancellationToken
    )
    {
        var open = (await api.ListAsync("ops", "/api/handoffs", cancellationToken))
            .Where(handOff => (string)handOff["state"]! != "closed")
            .Select(handOff => (string)handOff["requestId"]!)
            .ToHashSet();
        var silent = requests
            .Where(request =>
                (string)request.Value["state"]! == "HandedOff"
                    ? !open.Contains(request.Key)
                    : (string)request.Value["state"]! is "Running" or "Planning" or "Received"
                        && ((JsonArray)request.Value["waitingFor"]!).Count == 0
            )
            .Select(request => request.Key)
            .ToArray();
        findings.AddRange(silent.Select(id => $"silent: {id} is {requests[id]["state"]}, and nobody has it"));
        return silent.Length;
    }

    /// <summary>"Done" stands for every action whose effects the books hold, and for no other.</summary>
    private async Task<int> ToldWronglyAsync(
        IEnumerable<string> requests,
        IReadOnlyList<JsonNode> runs,
        HashSet<string?> executed,
        List<string> findings,
        CancellationToken cancellationToken
    )
    {
        var byRequest = runs.ToLookup(run => (string)run["requestId"]!);
        var count = 0;
        foreach (var id in requests)
        {
            var (_, request) = await api.GetAsync("ops", $"/api/requests/{id}", cancellationToken);
            var told = ((JsonArray)request!["conversation"]!).Count(line =>
                (string?)line!["kind"] is "action.done" or "action.instructed"
            );
            var done = byRequest[id]
                .Count(run =>
                    ((JsonArray)run["effects"]!).Where(effect => effect!["undoOf"] is null).ToArray() is { Length: > 0 } effects
                    && (string)run["state"]! == "Done"
                    && effects.All(effect => executed.Contains((string?)effect!["key"]))
                );
            if (told != done)
            {
                count++;
                findings.Add($"told wrongly: {id} reads 'done' {told} times, the books hold {done} such actions");
            }
        }
        return count;
    }

    /// <summary>A return that was taken back may be opened again; a refund may not.</summary>
    private static int Duplicates(JsonArray lines, List<string> findings)
    {
        var count = 0;
        foreach (
            var key in lines
                .Where(line => line!["key"] is not null)
                .GroupBy(line => (string)line!["key"]!)
                .Where(key => key.Count() > 1)
        )
        {
            count++;
            findings.Add($"duplicate: key {key.Key} was executed {key.Count()} times");
        }
        foreach (var target in lines.GroupBy(line => (string)line!["target"]!))
        {
            int Of(string operation) => target.Count(line => (string)line!["operation"]! == operation);
            // An exchange or a change settles a piece as a refund does.
            var settled = Of("refund") + Of("exchange") - Of("cancelExchange") + Of("changeItems") - Of("restoreItems");
            if (settled > 1 || Of("return") - Of("cancelReturn") > 1 || Of("cancelOrder") - Of("reopenOrder") > 1)
            {
                count++;
                var done = target.CountBy(line => (string)line!["operation"]!).Select(group => $"{group.Value} {group.Key}");
                findings.Add($"duplicate: {target.Key}: {string.Join(", ", done)}");
            }
        }
        return count;
    }

    /// <summary>
    /// Counts approvals that were asked for again although nothing had changed: further approvals of one action that
    /// replace none.
    /// </summary>
    private async Task<int> AskedTwiceAsync(List<string> findings, CancellationToken cancellationToken)
    {
        var count = 0;
        var approvals = await api.ListAsync("ops", "/api/approvals", cancellationToken);
        foreach (var action in approvals.GroupBy(approval => $"{approval["requestId"]} {approval["ordinal"]}"))
        {
            var repeated = action.Count(approval => approval["replaces"] is null) - 1;
            count += repeated;
            if (repeated > 0)
            {
                findings.Add($"asked twice: {action.Key}");
            }
        }
        return count;
    }
}
