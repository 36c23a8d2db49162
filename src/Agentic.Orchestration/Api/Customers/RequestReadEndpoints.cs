using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Security.Claims;
using Agentic.Contracts;
using Agentic.Orchestration.Identity;
using Agentic.Orchestration.Journal;
using Agentic.Orchestration.Requests;
using Agentic.Orchestration.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Agentic.Orchestration.Api.Customers;

internal static class RequestReadEndpoints
{
    private const int JournalPage = 500;

    public static void MapRequestReads(this RouteGroupBuilder group)
    {
        group.MapGet("/my/requests", MineAsync).WithSummary("The signed-in customer's requests, newest first.");
        group.MapGet("/requests", ListAsync).WithSummary("All requests, newest first (staff).");
        group.MapGet("/requests/{id}", ShowAsync).WithSummary("One request with plan and conversation.");
        group.MapGet("/requests/{id}/events", WatchAsync).WithSummary("Server-sent events: the request after each change.");
        group
            .MapGet("/requests/{id}/journal", JournalAsync)
            .WithSummary("The append-only record of a request, 500 entries at a time; after goes on from a version (staff).");
    }

    private static async Task<Results<Ok<Page<RequestView>>, ProblemHttpResult>> MineAsync(
        string? after,
        ClaimsPrincipal user,
        IRequestIndex requestIndex,
        RequestJournal journal,
        CancellationToken token
    ) =>
        Query.CheckAfter(after) is { } invalid ? invalid.ToResult()
        : Caller.Of(user) is { CustomerId: { } customerId } caller
            ? TypedResults.Ok(
                await PageAsync(new(customerId, null, after, Paging.Size + 1), caller, requestIndex, journal, token)
            )
        : new ApiRefusals.CustomersOnly().ToResult();

    private static async Task<Results<Ok<Page<RequestView>>, ProblemHttpResult>> ListAsync(
        string? state,
        string? q,
        string? after,
        ClaimsPrincipal user,
        IRequestIndex requestIndex,
        RequestJournal journal,
        CancellationToken token
    )
    {
        var caller = Caller.Of(user);
        if (!caller.IsStaff)
        {
            return new ApiRefusals.NotYourList().ToResult();
        }
        if ((Query.Check<RequestStatus>(state) ?? Query.CheckAfter(after)) is { } invalid)
        {
            return invalid.ToResult();
        }
        var status = state is null ? null : Enum.Parse<RequestStatus>(state, ignoreCase: true).ToString();
        // Journals are encrypted: one can search for ids, not for words.
        if (q is { Length: 32 } && await journal.FindAsync(q, token) is { } found)
        {
            return TypedResults.Ok(new Page<RequestView>([RequestViews.Of(found, caller)], null));
        }
        return TypedResults.Ok(await PageAsync(new(q, status, after, Paging.Size + 1), caller, requestIndex, journal, token));
    }

    private static async Task<Results<Ok<RequestView>, ProblemHttpResult>> ShowAsync(
        string id,
        ClaimsPrincipal user,
        RequestJournal journal,
        CancellationToken token
    )
    {
        var caller = Caller.Of(user);
        return await VisibleAsync(id, caller, journal, token) is { } state
            ? TypedResults.Ok(RequestViews.Of(state, caller))
            : new Refusal.Missing().ToResult();
    }

    private static async Task<Results<ServerSentEventsResult<RequestView>, ProblemHttpResult>> WatchAsync(
        string id,
        ClaimsPrincipal user,
        RequestJournal journal,
        JournalFeed feed,
        SessionBoundStream stream,
        CancellationToken token
    )
    {
        var caller = Caller.Of(user);
        return await VisibleAsync(id, caller, journal, token) is null
            ? new Refusal.Missing().ToResult()
            : TypedResults.ServerSentEvents(
                stream.ReadAsync(until => ChangesAsync(id, caller, journal, feed, until), user, token)
            );
    }

    private static async IAsyncEnumerable<SseItem<RequestView>> ChangesAsync(
        string id,
        Caller caller,
        RequestJournal journal,
        JournalFeed feed,
        [EnumeratorCancellation] CancellationToken token
    )
    {
        // Watch first, then read: a change in between is told twice rather than never.
        await using var changes = feed.WatchAsync(id, token).GetAsyncEnumerator(token);
        var next = changes.MoveNextAsync();
        var shown = 0L;
        do
        {
            // The request may have a new owner meanwhile, so the right to see it is checked each time.
            if (
                await journal.FindAsync(id, token) is { } state
                && state.Version > shown
                && (caller.Owns(state) || caller.IsStaff)
            )
            {
                shown = state.Version;
                yield return new SseItem<RequestView>(RequestViews.Of(state, caller), "request")
                {
                    EventId = $"{state.Version}",
                };
            }
            if (!await next)
            {
                yield break;
            }
            next = changes.MoveNextAsync();
        } while (!token.IsCancellationRequested);
    }

    /// <param name="after">The version after which to go on; the first entries without it.</param>
    private static async Task<Results<Ok<IReadOnlyList<JournalEntryView>>, ProblemHttpResult>> JournalAsync(
        string id,
        long? after,
        ClaimsPrincipal user,
        RequestJournal journal,
        CancellationToken token
    )
    {
        if (!Caller.Of(user).IsStaff)
        {
            return new ApiRefusals.StaffOnly("Journals").ToResult();
        }
        if (after < 0)
        {
            return new Refusal.Invalid("after", "Must be the version of the last entry of the page before.").ToResult();
        }
        return
            await journal.ReadAsync(id, after ?? 0, token, JournalPage) is { } entries
            && (entries.Count > 0 || (after > 0 && await journal.FindAsync(id, token) is not null))
            ? TypedResults.Ok<IReadOnlyList<JournalEntryView>>([
                .. entries.Select(entry => new JournalEntryView(
                    entry.Version,
                    entry.At,
                    entry.Event.GetType().Name,
                    entry.Event
                )),
            ])
            : new Refusal.Missing().ToResult();
    }

    private static async Task<RequestState?> VisibleAsync(
        string id,
        Caller caller,
        RequestJournal journal,
        CancellationToken token
    ) => await journal.FindAsync(id, token) is { } state && (caller.Owns(state) || caller.IsStaff) ? state : null;

    private static async Task<Page<RequestView>> PageAsync(
        RequestFilter filter,
        Caller caller,
        IRequestIndex requestIndex,
        RequestJournal journal,
        CancellationToken token
    )
    {
        var rows = await requestIndex.ListAsync(filter, token);
        var states = new Dictionary<string, RequestState>();
        foreach (var row in rows.Take(Paging.Size))
        {
            states[row.Id] = (await journal.FindAsync(row.Id, token))!;
        }
        return Paging.Of(rows, row => row.Id, row => RequestViews.Of(states[row.Id], caller));
    }
}
