using System.Security.Claims;
using Agentic.Orchestration.Customers;
using Agentic.Orchestration.HandOffs;
using Agentic.Orchestration.Identity;
using Agentic.Orchestration.Journal;
using Agentic.Orchestration.Packs;
using Agentic.Orchestration.Requests;
using Agentic.Orchestration.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Agentic.Orchestration.Api.Desk;

/// <summary>What an employee does with a request that a person has: claim, reply, resolve, give back.</summary>
internal static class HandOffEndpoints
{
    public static void MapHandOffs(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/handoffs").WithTags("Hand-offs");
        group
            .MapGet("", ListAsync)
            .WithSummary("Hand-offs, oldest first; state is open, claimed or closed, topic names a queue.");
        group
            .MapGet("/{id}", ShowAsync)
            .WithSummary(
                "One hand-off; include=context adds the customer's name and what the outside system says now "
                    + "about what the request names."
            );
        group
            .MapPost(
                "/{id}/claim",
                (
                    string id,
                    ClaimHandOff? body,
                    [AsParameters] DeskOperation act,
                    HandOffCommands commands,
                    CancellationToken token
                ) => act.OnHandOffAsync(id, (caller, state) => commands.ClaimAsync(caller, state, id, body?.From, token), token)
            )
            .WithSummary("Takes it; with from, takes it over from that person.");
        group
            .MapPost(
                "/{id}/reply",
                (
                    string id,
                    ReplyToCustomer body,
                    [AsParameters] DeskOperation act,
                    HandOffCommands commands,
                    CancellationToken token
                ) => act.OnHandOffAsync(id, (caller, state) => commands.ReplyAsync(caller, state, id, body.Text, token), token)
            )
            .WithSummary("Writes to the customer.");
        group
            .MapPost(
                "/{id}/resolution",
                (
                    string id,
                    ResolveHandOff body,
                    [AsParameters] DeskOperation act,
                    HandOffCommands commands,
                    CancellationToken token
                ) => act.OnHandOffAsync(id, (caller, state) => commands.ResolveAsync(caller, state, id, body, token), token)
            )
            .WithSummary("Ends it; where two people have to say so, the second one does.");
        group
            .MapPost(
                "/{id}/action",
                (
                    string id,
                    ProposeAction body,
                    [AsParameters] DeskOperation act,
                    HandOffProposal proposal,
                    CancellationToken token
                ) =>
                    act.OnHandOffAsync(
                        id,
                        (caller, state) => proposal.ProposeAsync(caller, state, id, body.Action, body.Arguments, token),
                        token
                    )
            )
            .WithSummary(
                "Proposes an action on the customer's behalf: the customer confirms, the gate decides, and somebody "
                    + "else approves where one must."
            );
        group
            .MapPost(
                "/{id}/return",
                (
                    string id,
                    ReturnHandOff body,
                    [AsParameters] DeskOperation act,
                    HandOffCommands commands,
                    CancellationToken token
                ) => act.OnHandOffAsync(id, (caller, state) => commands.ReturnAsync(caller, state, id, body.Note, token), token)
            )
            .WithSummary("Gives it back to the automaton with a note.");
    }

    private static async Task<Results<Ok<Page<HandOffView>>, ProblemHttpResult>> ListAsync(
        string? state,
        string? topic,
        string? after,
        ClaimsPrincipal user,
        IQueueStore queues,
        RequestJournal journal,
        PackRegistry packs,
        HttpContext context,
        CancellationToken token
    )
    {
        if (!Caller.Of(user).IsStaff)
        {
            return new Refusal.Forbidden("Hand-offs are for staff.").ToResult();
        }
        if (Query.CheckAfter(after) is { } invalid)
        {
            return invalid.ToResult();
        }
        if (state is not (null or "open" or "claimed" or "closed"))
        {
            return new Refusal.Invalid("state", "Must be open, claimed or closed.").ToResult();
        }
        var rows = await queues.ListHandOffsAsync(state, topic, after, Paging.Size + 1, token);
        var views = new Dictionary<string, HandOffView>();
        foreach (var row in rows.Take(Paging.Size))
        {
            var request = (await journal.FindAsync(row.RequestId, token))!;
            if (request.HandOffs.FirstOrDefault(handOff => handOff.Id == row.Id) is { } handOff)
            {
                views[row.Id] = HandOffViews.Of(packs, request, handOff, Locales.Of(context, request.Locale));
            }
        }
        return TypedResults.Ok(Paging.Of(rows, row => row.Id, row => views.GetValueOrDefault(row.Id)));
    }

    /// <param name="include"><c>context</c>: also what outside systems say: only whoever shows it asks for it.</param>
    private static async Task<Results<Ok<HandOffView>, ProblemHttpResult>> ShowAsync(
        string id,
        string? include,
        ClaimsPrincipal user,
        RequestJournal journal,
        PackRegistry packs,
        CustomerContextReader facts,
        CustomerDirectory customers,
        HttpContext context,
        CancellationToken token
    )
    {
        if (!Caller.Of(user).IsStaff || await DeskOperation.FindHandOffAsync(id, journal, token) is not { } found)
        {
            return new Refusal.Missing().ToResult();
        }
        if (Query.CheckInclude(include) is { } invalid)
        {
            return invalid.ToResult();
        }
        var view = HandOffViews.Of(packs, found.State, found.HandOff, Locales.Of(context, found.State.Locale));
        // Only for whoever works on it.
        return TypedResults.Ok(
            !Query.IncludesContext(include)
            || found.State.IsVisitor
            || !found.HandOff.IsOpen
            || !Caller.Of(user).Has(Roles.AgentDesk, Roles.Approver, Roles.SeniorApprover, Roles.Experience)
                ? view
                : view with
                {
                    CustomerName = await customers.FindNameAsync(found.State.CustomerId, token),
                    Facts = await facts.ReadAsync(found.State, token),
                }
        );
    }
}
