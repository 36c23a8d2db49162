using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Security.Claims;
using Agentic.Contracts;
using Agentic.Orchestration.Customers;
using Agentic.Orchestration.Identity;
using Agentic.Orchestration.Identity.Verification;
using Agentic.Orchestration.Intake;
using Agentic.Orchestration.Journal;
using Agentic.Orchestration.Requests;
using Agentic.Orchestration.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Agentic.Orchestration.Api.Customers;

internal static class RequestEndpoints
{
    private const int MaxText = 4000,
        MaxKey = 200,
        MinVisitorKey = 16,
        JournalPage = 500;

    public static void MapRequests(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api").WithTags("Requests");
        group
            .MapPost("/requests", SubmitAsync)
            .AllowAnonymous()
            .RequireRateLimiting(RequestServices.SubmitLimit)
            .WithSummary(
                "Submits a wish in the customer's own words; without a session it waits until somebody shows whose it is."
            );
        group.MapGet("/my/requests", MineAsync).WithSummary("The signed-in customer's requests, newest first.");
        group.MapGet("/requests", ListAsync).WithSummary("All requests, newest first (staff).");
        group.MapGet("/requests/{id}", ShowAsync).WithSummary("One request with plan and conversation.");
        group.MapGet("/requests/{id}/events", WatchAsync).WithSummary("Server-sent events: the request after each change.");
        group
            .MapGet("/requests/{id}/journal", JournalAsync)
            .WithSummary("The append-only record of a request, 500 entries at a time; after goes on from a version (staff).");
        group
            .MapPost(
                "/requests/{id}/messages",
                (
                    string id,
                    WriteMessage body,
                    [FromHeader(Name = "Idempotency-Key")] string? key,
                    [AsParameters] RequestAct act,
                    CustomerWords words,
                    CancellationToken token
                ) =>
                    act.RunAsync(
                        id,
                        (caller, state) =>
                            words.WriteAsync(caller, state, new(body.Text, body.PlanVersion, body.Question), token, key),
                        token,
                        CheckText(body.Text) ?? CheckKey(key)
                    )
            )
            .RequireRateLimiting(RequestServices.ActLimit)
            .WithSummary("Adds the customer's words; a yes to the plan just shown confirms it.");
        group
            .MapPost(
                "/requests/{id}/verification",
                (string id, [AsParameters] RequestAct act, RequestCommands commands, CancellationToken token) =>
                    act.RunAsync(
                        id,
                        (caller, state) => commands.VerifyAsync(caller, state, token),
                        token,
                        CheckSignedIn(act.User)
                    )
            )
            .WithSummary(
                "The signed-in customer takes over a request that was submitted without a session; the request's "
                    + "link goes with it."
            );
        group
            .MapPost(
                "/requests/{id}/confirmation",
                (string id, ConfirmPlan body, [AsParameters] RequestAct act, PlanAnswers answers, CancellationToken token) =>
                    act.RunAsync(
                        id,
                        (caller, state) => answers.ConfirmAsync(caller, state, body.PlanVersion, body.Accepted, token),
                        token
                    )
            )
            .WithSummary("Accepts or rejects exactly one plan version.");
        group
            .MapPost(
                "/requests/{id}/handoff",
                (
                    string id,
                    AskForPerson? body,
                    [AsParameters] RequestAct act,
                    RequestCommands commands,
                    CancellationToken token
                ) =>
                    act.RunAsync(
                        id,
                        (_, state) => commands.HandOffAsync(state, body?.Reason, token),
                        token,
                        CheckOptional("reason", body?.Reason)
                    )
            )
            .RequireRateLimiting(RequestServices.ActLimit)
            .WithSummary("Passes the request to a person.");
        group
            .MapPost(
                "/requests/{id}/withdrawal",
                (string id, [AsParameters] RequestAct act, RequestCommands commands, CancellationToken token) =>
                    act.RunAsync(id, (caller, state) => commands.WithdrawAsync(caller, state, token), token)
            )
            .WithSummary("Takes back what has not been carried out yet.");
        group
            .MapPost(
                "/requests/{id}/feedback",
                (
                    string id,
                    GiveFeedback body,
                    [AsParameters] RequestAct act,
                    RequestCommands commands,
                    CancellationToken token
                ) =>
                    act.RunAsync(
                        id,
                        (_, state) => commands.GiveFeedbackAsync(state, new(body.Solved, body.Score, body.Comment), token),
                        token,
                        CheckFeedback(body)
                    )
            )
            .RequireRateLimiting(RequestServices.ActLimit)
            .WithSummary("Says whether it helped.");
        group
            .MapPost(
                "/requests/{id}/objection",
                (
                    string id,
                    RaiseObjection? body,
                    [AsParameters] RequestAct act,
                    RequestCommands commands,
                    CancellationToken token
                ) =>
                    act.RunAsync(
                        id,
                        (_, state) => commands.ObjectAsync(state, body?.Text, token),
                        token,
                        CheckOptional("text", body?.Text)
                    )
            )
            .RequireRateLimiting(RequestServices.ActLimit)
            .WithSummary("Objects to an automated decision: a person looks at it.");
    }

    private static async Task<Results<Created<SubmittedRequest>, ProblemHttpResult>> SubmitAsync(
        SubmitRequest body,
        [FromHeader(Name = "Idempotency-Key")] string? key,
        ClaimsPrincipal user,
        RequestSubmission submission,
        CustomerDirectory customers,
        VerificationService verification,
        SignedLinks links,
        HttpContext context,
        CancellationToken token
    )
    {
        var caller = user.Identity is { IsAuthenticated: true } ? Caller.Of(user) : RequestSubmission.Visitor;
        if (CheckSubmission(body, key, caller, verification.IsOn, context) is { } refused)
        {
            return refused.ToResult();
        }
        if (
            caller.CustomerId is null
            && body.CustomerId is { } named
            && await CheckCustomerAsync(named, customers, token) is { } no
        )
        {
            return no.ToResult();
        }
        var (state, refusal) = await submission.SubmitAsync(
            caller,
            new(caller.CustomerId ?? body.CustomerId, body.Text, body.Locale ?? Locales.Preferred(context), Pack: body.Pack),
            key,
            token
        );
        return refusal is not null
            ? refusal.ToResult()
            : TypedResults.Created(
                $"/api/requests/{state!.Id}",
                new SubmittedRequest(
                    state.Id,
                    state.Status,
                    caller == RequestSubmission.Visitor && state.IsVisitor ? links.Path(state) : $"/r/{state.Id}"
                )
            );
    }

    /// <summary>Staff submit for somebody: a slip of the pen must not open a request that is nobody's.</summary>
    private static async Task<Refusal?> CheckCustomerAsync(
        string customerId,
        CustomerDirectory customers,
        CancellationToken token
    )
    {
        try
        {
            return await customers.ExistsAsync(customerId, token) == false
                ? new Refusal.Invalid("customerId", $"There is no customer '{customerId}'.")
                : null;
        }
        catch (CustomersUnavailableException)
        {
            return new Refusal.Unavailable("Whether there is such a customer cannot be looked up now. Nothing was stored.");
        }
    }

    private static Refusal? CheckSubmission(SubmitRequest body, string? key, Caller caller, bool visitors, HttpContext context)
    {
        var isVisitor = caller.CustomerId is null && !caller.IsStaff;
        // A session that has ended must not turn its customer into a visitor silently.
        return
            isVisitor
            && (
                !visitors
                || context.Request.Headers.Authorization.Count > 0
                || context.Request.Cookies.ContainsKey(SessionCookies.Session)
            )
            ? new Refusal.NotSignedIn(
                visitors
                    ? "The session has ended. Sign in again, or leave it out."
                    : "Sign in with POST /api/session and send the token as 'Authorization: Bearer …'."
            )
            : CheckText(body.Text)
                ?? Locales.Check(body.Locale)
                ?? CheckKey(key)
                // Visitors share one name: a key that somebody could guess would open somebody else's request.
                ?? (
                    isVisitor && key is { Length: < MinVisitorKey }
                        ? new Refusal.Invalid(
                            "Idempotency-Key",
                            $"Without a session it must be random, with at least {MinVisitorKey} characters."
                        )
                    : caller.CustomerId is not null && body.CustomerId is not null && body.CustomerId != caller.CustomerId
                        ? new Refusal.Forbidden("Customers submit for themselves; leave 'customerId' out.")
                    : isVisitor && body.CustomerId is not null
                        ? new Refusal.Invalid(
                            "customerId",
                            "Leave it out: without a session nobody knows yet whose request it is."
                        )
                    : caller.CustomerId is null && caller.IsStaff && body.CustomerId is not { Length: > 0 and <= 100 }
                        ? new Refusal.Invalid("customerId", "Staff name the customer, with 1 to 100 characters.")
                    : null
                );
    }

    private static async Task<Results<Ok<Page<RequestView>>, ProblemHttpResult>> MineAsync(
        string? after,
        ClaimsPrincipal user,
        IStore store,
        RequestJournal journal,
        CancellationToken token
    ) =>
        Query.CheckAfter(after) is { } invalid ? invalid.ToResult()
        : Caller.Of(user) is { CustomerId: { } customerId } caller
            ? TypedResults.Ok(await PageAsync(new(customerId, null, after, Paging.Size + 1), caller, store, journal, token))
        : new Refusal.Forbidden("Only customers have requests of their own.").ToResult();

    private static async Task<Results<Ok<Page<RequestView>>, ProblemHttpResult>> ListAsync(
        string? state,
        string? q,
        string? after,
        ClaimsPrincipal user,
        IStore store,
        RequestJournal journal,
        CancellationToken token
    )
    {
        var caller = Caller.Of(user);
        if (!caller.IsStaff)
        {
            return new Refusal.Forbidden("This list is for staff; yours is /api/my/requests.").ToResult();
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
        return TypedResults.Ok(await PageAsync(new(q, status, after, Paging.Size + 1), caller, store, journal, token));
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
        EndingStream stream,
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
            // Whoever it belongs to may have changed meanwhile.
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
            return new Refusal.Forbidden("The journal is for staff.").ToResult();
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
        IStore store,
        RequestJournal journal,
        CancellationToken token
    )
    {
        var rows = await store.ListRequestsAsync(filter, token);
        var states = new Dictionary<string, RequestState>();
        foreach (var row in rows.Take(Paging.Size))
        {
            states[row.Id] = (await journal.FindAsync(row.Id, token))!;
        }
        return Paging.Of(rows, row => row.Id, row => RequestViews.Of(states[row.Id], caller));
    }

    private static Refusal? CheckText(string? text) =>
        text is null || text.Trim().Length == 0 ? new Refusal.Invalid("text", "Say in your own words what you need.")
        : text.Length > MaxText ? new Refusal.Invalid("text", $"Is too long: {MaxText} characters at most.")
        : text.Any(character => char.IsControl(character) && character is not ('\n' or '\r' or '\t'))
            ? new Refusal.Invalid("text", "Holds control characters; send plain text.")
        : null;

    private static Refusal? CheckKey(string? key) =>
        key is { Length: > MaxKey } or ""
            ? new Refusal.Invalid("Idempotency-Key", $"Must have 1 to {MaxKey} characters.")
            : null;

    private static Refusal? CheckOptional(string field, string? text) =>
        text is { Length: > MaxText } ? new Refusal.Invalid(field, $"Is too long: {MaxText} characters at most.") : null;

    private static Refusal? CheckFeedback(GiveFeedback body) =>
        body.Score is < 1 or > 5
            ? new Refusal.Invalid("score", "Must be from 1 to 5.")
            : CheckOptional("comment", body.Comment);

    private static Refusal? CheckSignedIn(ClaimsPrincipal user) =>
        Caller.Of(user).CustomerId is null
            ? new Refusal.Forbidden("Sign in as a customer first, or with POST /api/verification.")
            : null;
}
