using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Security.Claims;
using Agentic.Contracts;
using Agentic.Orchestration.Approvals;
using Agentic.Orchestration.Customers;
using Agentic.Orchestration.Identity;
using Agentic.Orchestration.Journal;
using Agentic.Orchestration.Policies;
using Agentic.Orchestration.Requests;
using Agentic.Orchestration.Storage;
using Agentic.Orchestration.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Agentic.Orchestration.Api.Desk;

public static class ApprovalEndpoints
{
    private const int MaxBatch = 20;

    /// <summary>Up to this amount several are approved at once; an amount in another currency is looked at by itself.</summary>
    private static readonly Money MaxBatchAmount = new(100m, "EUR");

    public static void MapApprovals(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api").WithTags("Approvals");
        routes.MapPresence();
        group.MapGet("/approvals", ListAsync).WithSummary("Approvals, oldest first (desk).");
        group
            .MapGet("/approvals/{id}", ShowAsync)
            .WithSummary(
                "One approval with exactly what is sealed; include=context adds what was done to the same object "
                    + "before, what differs from the customer's words, and the customer's name."
            );
        group.MapGet("/events", Watch).WithSummary("Server-sent events: one stream for everything a desk shows.");
        group
            .MapPost("/approvals/decisions", DecideBatchAsync)
            .WithSummary("Approves up to 20 small ones of one action and one rule; each keeps its own seal.");
        group
            .MapPost(
                "/approvals/{id}/decision",
                (
                    string id,
                    MakeDecision body,
                    [AsParameters] DeskOperation act,
                    ApprovalCommands commands,
                    CancellationToken token
                ) => act.OnApprovalAsync(id, (caller, state) => commands.DecideAsync(caller, state, id, body, token), token)
            )
            .WithSummary("Approves, rejects with a reason, or edits what is sealed.");
        group
            .MapPost(
                "/approvals/{id}/claim",
                (
                    string id,
                    ClaimApproval? body,
                    [AsParameters] DeskOperation act,
                    ApprovalCommands commands,
                    CancellationToken token
                ) =>
                    act.OnApprovalAsync(id, (caller, state) => commands.ClaimAsync(caller, state, id, body?.From, token), token)
            )
            .WithSummary("Keeps others off for ten minutes; with from, takes it over from that person.");
        group
            .MapPost(
                "/approvals/{id}/release",
                (string id, [AsParameters] DeskOperation act, ApprovalCommands commands, CancellationToken token) =>
                    act.OnApprovalAsync(id, (caller, state) => commands.ReleaseAsync(caller, state, id, token), token)
            )
            .WithSummary("Gives a claimed approval back.");
        group
            .MapPost(
                "/approvals/{id}/takeover",
                (string id, [AsParameters] DeskOperation act, ApprovalCommands commands, CancellationToken token) =>
                    act.OnApprovalAsync(id, (caller, state) => commands.TakeOverAsync(caller, state, id, token), token)
            )
            .WithSummary("Takes the whole request over instead of deciding.");
        group
            .MapPost(
                "/approvals/{id}/question",
                (
                    string id,
                    AskQuestion body,
                    [AsParameters] DeskOperation act,
                    ApprovalCommands commands,
                    CancellationToken token
                ) => act.OnApprovalAsync(id, (caller, state) => commands.AskAsync(caller, state, id, body.Text, token), token)
            )
            .WithSummary("Asks the customer.");
    }

    private static async Task<Results<Ok<Page<ApprovalView>>, ProblemHttpResult>> ListAsync(
        string? state,
        string? role,
        string? after,
        ClaimsPrincipal user,
        IQueueStore queues,
        RequestJournal journal,
        HttpContext context,
        CancellationToken token
    )
    {
        if (!Caller.Of(user).IsStaff)
        {
            return new ApiRefusals.StaffOnly("Approvals").ToResult();
        }
        if ((Query.Check<ApprovalStatus>(state) ?? Query.CheckAfter(after)) is { } invalid)
        {
            return invalid.ToResult();
        }
        if (role is not null && !PolicyEvaluator.Ranks.Contains(role))
        {
            return new Refusal.Invalid("role", $"Must be one of {string.Join(", ", PolicyEvaluator.Ranks)}.").ToResult();
        }
        var rows = await queues.ListApprovalsAsync(
            state is null ? null : Enum.Parse<ApprovalStatus>(state, ignoreCase: true).ToString(),
            role,
            after,
            Paging.Size + 1,
            token
        );
        var views = new Dictionary<string, ApprovalView>();
        foreach (var row in rows.Take(Paging.Size))
        {
            var request = (await journal.FindAsync(row.RequestId, token))!;
            if (request.Approvals.FirstOrDefault(approval => approval.Id == row.Id) is { } approval)
            {
                views[row.Id] = ApprovalViews.Of(request, approval, Locales.Of(context, request.Locale));
            }
        }
        return TypedResults.Ok(Paging.Of(rows, row => row.Id, row => views.GetValueOrDefault(row.Id)));
    }

    /// <param name="include"><c>context</c> adds what surrounds the sealed content. This reads other requests and asks an
    /// outside system, so ask for it only to show it.</param>
    private static async Task<Results<Ok<ApprovalView>, ProblemHttpResult>> ShowAsync(
        string id,
        string? include,
        ClaimsPrincipal user,
        RequestJournal journal,
        EarlierActions earlier,
        Deviations deviations,
        CustomerDirectory customers,
        HttpContext context,
        CancellationToken token
    )
    {
        if (!Caller.Of(user).IsStaff || await DeskOperation.FindApprovalAsync(id, journal, token) is not var (state, approval))
        {
            return new Refusal.Missing().ToResult();
        }
        if (Query.CheckInclude(include) is { } invalid)
        {
            return invalid.ToResult();
        }
        var locale = Locales.Of(context, state.Locale);
        var view = ApprovalViews.Of(state, approval, locale);
        if (!Query.IncludesContext(include))
        {
            return TypedResults.Ok(view);
        }
        var before = await earlier.FindAsync(state, approval, token);
        return TypedResults.Ok(
            view with
            {
                Earlier = before,
                Deviations = [.. deviations.Find(state, approval, before).Select(deviation => deviation.In(locale))],
                CustomerName = await customers.FindNameAsync(state.CustomerId, token),
            }
        );
    }

    private static Results<ServerSentEventsResult<DeskChange>, ProblemHttpResult> Watch(
        ClaimsPrincipal user,
        JournalFeed feed,
        SessionBoundStream stream,
        CancellationToken token
    ) =>
        Caller.Of(user).IsStaff
            ? TypedResults.ServerSentEvents(stream.ReadAsync(until => ChangesAsync(feed, until), user, token))
            : new ApiRefusals.StaffOnly("Streams").ToResult();

    private static async IAsyncEnumerable<SseItem<DeskChange>> ChangesAsync(
        JournalFeed feed,
        [EnumeratorCancellation] CancellationToken token
    )
    {
        // Something at once, so that a browser knows that the stream is open.
        yield return new SseItem<DeskChange>(new("open", "", 0), "open");
        await foreach (var (requestId, version, state) in feed.WatchAsync(null, token))
        {
            yield return new SseItem<DeskChange>(new("request", requestId, version, state), "change");
        }
    }

    /// <summary>
    /// Against approval fatigue, not against care: same action, same rules, small amounts, nothing that was voided.
    /// </summary>
    private static async Task<Results<Ok<IReadOnlyList<BatchResult>>, ProblemHttpResult>> DecideBatchAsync(
        DecideBatch body,
        ClaimsPrincipal user,
        RequestJournal journal,
        ApprovalCommands commands,
        EarlierActions earlier,
        CancellationToken token
    )
    {
        var caller = Caller.Of(user);
        if (body.Decisions.ToList().FindIndex(decision => decision is null) is >= 0 and var missing)
        {
            return new Refusal.Invalid($"decisions[{missing}]", "Must be an object with id and seal.").ToResult();
        }
        if (body.Decisions is not { Count: >= 1 and <= MaxBatch })
        {
            return new Refusal.Invalid("decisions", $"Must have 1 to {MaxBatch} entries.").ToResult();
        }
        var found = new List<(RequestState State, ApprovalState Approval, string Seal)>();
        foreach (var decision in body.Decisions)
        {
            if (
                !caller.IsStaff
                || await DeskOperation.FindApprovalAsync(decision.Id, journal, token) is not var (state, approval)
            )
            {
                return new Refusal.Missing().ToResult();
            }
            found.Add((state, approval, decision.Seal));
        }
        var kinds = found
            .Select(item => $"{item.Approval.Asked.Content["action"]} {item.Approval.Asked.Content["rules"]?.ToJsonString()}")
            .Distinct()
            .Count();
        if (
            kinds > 1
            || found.Any(item =>
                item.Approval.IsUndo
                || item.Approval.Asked.Replaces is not null
                || JsonMoney.Read(item.Approval.Asked.Content["atRisk"]) is not { } money
                || money.Currency != MaxBatchAmount.Currency
                || money.Amount > MaxBatchAmount.Amount
            )
        )
        {
            return new ApprovalRefusals.NoBatch(MaxBatchAmount).ToResult();
        }
        var results = new List<BatchResult>();
        foreach (var (state, approval, seal) in found)
        {
            if ((await earlier.FindAsync(state, approval, token)).Any(action => action.Moved is not null))
            {
                var before = new ApprovalRefusals.PaidBefore();
                results.Add(new(approval.Id, RefusalResults.StatusOf(before), before.Detail));
                continue;
            }
            var (_, refusal) = await commands.DecideAsync(caller, state, approval.Id, new(seal, DecisionKind.Approve), token);
            results.Add(new(approval.Id, refusal is null ? 200 : RefusalResults.StatusOf(refusal), refusal?.Detail));
        }
        return TypedResults.Ok<IReadOnlyList<BatchResult>>(results);
    }
}
