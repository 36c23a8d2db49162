using System.Security.Claims;
using System.Text.Json.Nodes;
using Agentic.Contracts;
using Agentic.Orchestration.Agents;
using Agentic.Orchestration.Approvals;
using Agentic.Orchestration.Customers;
using Agentic.Orchestration.Gate;
using Agentic.Orchestration.HandOffs;
using Agentic.Orchestration.Identity;
using Agentic.Orchestration.Journal;
using Agentic.Orchestration.Packs;
using Agentic.Orchestration.Policies;
using Agentic.Orchestration.Requests;
using Agentic.Orchestration.Storage;
using Agentic.Orchestration.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Agentic.Orchestration.Api.Desk;

/// <summary>What an employee does with a request that a person has: claim, reply, resolve, give back.</summary>
public static class HandOffEndpoints
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
                "One hand-off; surroundings=true adds the customer's name and what the outside system says now "
                    + "about what the request names."
            );
        group
            .MapPost(
                "/{id}/claim",
                (
                    string id,
                    ClaimHandOff? body,
                    ClaimsPrincipal user,
                    RequestJournal journal,
                    AccountDirectory accounts,
                    PackRegistry packs,
                    HttpContext context,
                    CancellationToken token
                ) =>
                    ActAsync(
                        id,
                        user,
                        journal,
                        null,
                        (caller, _, handOff) =>
                            handOff.ClaimedBy == caller.User ? ([], null)
                            : handOff.ClaimedBy != body?.From ? ([], Has(handOff))
                            : ([Claim(id, caller, accounts)], null),
                        accounts,
                        packs,
                        context,
                        token,
                        isOpenToAll: true
                    )
            )
            .WithSummary("Takes it; with from, takes it over from that person.");
        group
            .MapPost(
                "/{id}/reply",
                (
                    string id,
                    ReplyToCustomer body,
                    ClaimsPrincipal user,
                    RequestJournal journal,
                    AccountDirectory accounts,
                    PackRegistry packs,
                    HttpContext context,
                    CancellationToken token
                ) =>
                    ActAsync(
                        id,
                        user,
                        journal,
                        CheckText("text", body.Text),
                        (caller, _, _) => ([new HandOffReplied(id, caller.User, body.Text)], null),
                        accounts,
                        packs,
                        context,
                        token
                    )
            )
            .WithSummary("Writes to the customer.");
        group
            .MapPost(
                "/{id}/resolution",
                (
                    string id,
                    ResolveHandOff body,
                    ClaimsPrincipal user,
                    RequestJournal journal,
                    AccountDirectory accounts,
                    PackRegistry packs,
                    TimeProvider time,
                    HttpContext context,
                    CancellationToken token
                ) =>
                    ActAsync(
                        id,
                        user,
                        journal,
                        CheckText("note", body.Note),
                        (caller, state, handOff) =>
                            HandOffResolution.Resolve(
                                Name(caller, accounts),
                                state,
                                handOff,
                                body,
                                packs,
                                new(
                                    earlier => MayAnswer(accounts, earlier),
                                    context.RequestServices.GetRequiredService<ApprovalRights>().IsSamePerson
                                ),
                                time.GetUtcNow()
                            ),
                        accounts,
                        packs,
                        context,
                        token,
                        answers: true
                    )
            )
            .WithSummary("Ends it; where two people have to say so, the second one does.");
        group
            .MapPost("/{id}/action", ProposeAsync)
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
                    ClaimsPrincipal user,
                    RequestJournal journal,
                    AccountDirectory accounts,
                    PackRegistry packs,
                    HttpContext context,
                    CancellationToken token
                ) =>
                    ActAsync(
                        id,
                        user,
                        journal,
                        CheckText("note", body.Note),
                        (caller, _, handOff) =>
                            !handOff.TakesOverRequest
                                ? ([], Refusal.Conflict("This is a question about one effect; resolve it."))
                            // The automaton has no way left for it: given back, nobody would have it.
                            : handOff.Topic == HandOffTopics.Owed
                                ? (
                                    [],
                                    Refusal.Conflict(
                                        "This is still owed to the customer. Propose an action for it, or resolve it."
                                    )
                                )
                            : ([new HandOffReturned(id, caller.User, body.Note)], null),
                        accounts,
                        packs,
                        context,
                        token
                    )
            )
            .WithSummary("Gives it back to the automaton with a note.");
    }

    private static async Task<Results<Ok<Page<HandOffView>>, ProblemHttpResult>> ListAsync(
        string? state,
        string? topic,
        string? after,
        ClaimsPrincipal user,
        IStore store,
        RequestJournal journal,
        PackRegistry packs,
        HttpContext context,
        CancellationToken token
    )
    {
        if (!Caller.Of(user).IsStaff)
        {
            return Refusal.Forbidden("Hand-offs are for staff.").ToResult();
        }
        if (Query.CheckAfter(after) is { } invalid)
        {
            return invalid.ToResult();
        }
        if (state is not (null or "open" or "claimed" or "closed"))
        {
            return Refusal.Invalid("state", "Must be open, claimed or closed.").ToResult();
        }
        var rows = await store.ListHandOffsAsync(state, topic, after, Paging.Size + 1, token);
        var views = new Dictionary<string, HandOffView>();
        foreach (var row in rows.Take(Paging.Size))
        {
            var request = (await journal.FindAsync(row.RequestId, token))!;
            if (request.HandOffs.FirstOrDefault(handOff => handOff.Id == row.Id) is { } handOff)
            {
                views[row.Id] = View(packs, request, handOff, Locales.Of(context, request.Locale));
            }
        }
        return TypedResults.Ok(Paging.Of(rows, row => row.Id, row => views.GetValueOrDefault(row.Id)));
    }

    /// <param name="surroundings">Also what outside systems say: only whoever shows it asks for it.</param>
    private static async Task<Results<Ok<HandOffView>, ProblemHttpResult>> ShowAsync(
        string id,
        bool? surroundings,
        ClaimsPrincipal user,
        RequestJournal journal,
        PackRegistry packs,
        CustomerContextReader facts,
        CustomerDirectory customers,
        HttpContext context,
        CancellationToken token
    )
    {
        if (!Caller.Of(user).IsStaff || await FindAsync(id, journal, token) is not { } found)
        {
            return Refusal.NotFound.ToResult();
        }
        var view = View(packs, found.State, found.HandOff, Locales.Of(context, found.State.Locale));
        // Only for whoever works on it.
        return TypedResults.Ok(
            surroundings != true
            || found.State.IsVisitor
            || !found.HandOff.IsOpen
            || !Caller.Of(user).Has(Roles.AgentDesk, Roles.Approver, Roles.SeniorApprover, Roles.Experience)
                ? view
                : view with
                {
                    CustomerName = await customers.NameAsync(found.State.CustomerId, token),
                    Facts = await facts.ReadAsync(found.State, token),
                }
        );
    }

    private static async Task<IResult> ActAsync(
        string id,
        ClaimsPrincipal user,
        RequestJournal journal,
        Refusal? invalid,
        Func<Caller, RequestState, HandOffState, (IReadOnlyList<JournalEvent> Events, Refusal? Refusal)> act,
        AccountDirectory accounts,
        PackRegistry packs,
        HttpContext context,
        CancellationToken token,
        bool isOpenToAll = false,
        bool answers = false
    )
    {
        var caller = Caller.Of(user);
        if (!caller.IsStaff || await FindAsync(id, journal, token) is not { } found)
        {
            return Refusal.NotFound.ToResult();
        }
        if (
            !caller.Has(Roles.AgentDesk, Roles.Approver, Roles.SeniorApprover)
            || (caller.CustomerId is not null && caller.CustomerId == found.State.CustomerId)
        )
        {
            await journal.UpdateAsync(
                found.State.Id,
                _ => [new AccessRefused(caller.User, $"act on {id}", "Not on the desk, or their own account.")],
                token
            );
            return Refusal.Forbidden("This needs a role at the desk, and nobody handles their own account.").ToResult();
        }
        // An identity provider's people have no customer id; their address says whose account it is.
        if (
            await context
                .RequestServices.GetRequiredService<ConflictOfInterestCheck>()
                .CheckAsync(caller.User, found.State, token) is
            { } own
        )
        {
            return own.ToResult();
        }
        var refusal = invalid;
        var after = found.State;
        if (invalid is null)
        {
            (after, _) = await journal.UpdateAsync(
                found.State.Id,
                current =>
                {
                    var handOff = current.HandOffs.First(handOff => handOff.Id == id);
                    // What two people have to find out, nobody keeps the other from saying.
                    var isOpen = isOpenToAll || (answers && handOff.IsAboutEffect);
                    if (!handOff.IsOpen || (!isOpen && handOff.ClaimedBy is { } by && by != caller.User))
                    {
                        refusal = handOff.IsOpen ? Has(handOff) : Refusal.Conflict("It is closed already.");
                        return [];
                    }
                    (var events, refusal) = act(caller, current, handOff);
                    // Whoever acts on it has it.
                    return events.Count == 0 || isOpen || handOff.ClaimedBy is not null
                        ? events
                        : [Claim(id, caller, accounts), .. events];
                },
                token
            );
        }
        var view = View(packs, after, after.HandOffs.First(handOff => handOff.Id == id), Locales.Of(context, after.Locale));
        return refusal is null ? TypedResults.Ok(view) : refusal.ToResult(refusal.Status == 409 ? view : null);
    }

    private static async Task<IResult> ProposeAsync(
        string id,
        ProposeAction body,
        ClaimsPrincipal user,
        RequestJournal journal,
        AccountDirectory accounts,
        PackRegistry packs,
        PlanProposal proposals,
        HttpContext context,
        CancellationToken token
    )
    {
        if (!Caller.Of(user).IsStaff || await FindAsync(id, journal, token) is not { } found)
        {
            return Refusal.NotFound.ToResult();
        }
        // Before its first plan a request can still go to the pack whose action an employee finds right.
        Pack[] possible = found.State.PlanVersion == 0 ? [packs[found.State.Pack], .. packs.All] : [packs[found.State.Pack]];
        if (possible.FirstOrDefault(known => known.Actions.ContainsKey(body.Action)) is not { } pack)
        {
            var names = possible.SelectMany(known => known.Actions.Keys).Distinct();
            return Refusal.Invalid("action", $"Must be one of {string.Join(", ", names)}.").ToResult();
        }
        var action = pack.Actions[body.Action];
        if (SchemaCheck.Check(body.Arguments, action.Schema, "arguments").FirstOrDefault() is { Path: not null } wrong)
        {
            return Refusal.Invalid(wrong.Path, wrong.Error).ToResult();
        }
        var caller = Caller.Of(user);
        var (proposed, unavailable) = await proposals.MakeAsync(
            pack,
            found.State,
            [new(action, body.Arguments, [])],
            $"employee:{caller.User}",
            false,
            token,
            caller.User
        );
        if (
            proposed
                .OfType<PlanProposed>()
                .SelectMany(plan => plan.Actions)
                .SelectMany(planned => planned.Gate.Reasons)
                .FirstOrDefault(reason => reason.Rule == GateReasons.InconsistentRule) is
            { } inconsistent
        )
        {
            return Refusal.Invalid(ApprovalCommands.ChangedField(body.Arguments, []), inconsistent.Staff.En).ToResult();
        }
        if (unavailable is null && !proposed.OfType<PlanProposed>().Any() && proposed.OfType<NothingProposed>().Any())
        {
            return Refusal.Conflict("The same step is under way in this request already.").ToResult();
        }
        return unavailable is not null
            ? new Refusal(
                503,
                "Not available",
                $"The proposal cannot be checked now: {unavailable}. Nothing was changed."
            ).ToResult()
            : await ActAsync(
                id,
                user,
                journal,
                null,
                (_, current, handOff) =>
                    !handOff.TakesOverRequest ? ([], Refusal.Conflict("This is a question about one effect; resolve it."))
                    : current.PlanVersion != found.State.PlanVersion
                        ? ([], Refusal.Conflict("The plan changed meanwhile; look again."))
                    : (pack.Name == current.Pack ? proposed : [new PackChosen(pack.Name), .. proposed], null),
                accounts,
                packs,
                context,
                token
            );
    }

    private static HandOffClaimed Claim(string id, Caller caller, AccountDirectory accounts) =>
        new(id, caller.User, Name(caller, accounts).Name);

    private static Refusal Has(HandOffState handOff) =>
        Refusal.Conflict(handOff.ClaimedBy is { } by ? $"{by} has it." : "Nobody has it any more; look again.");

    private static bool MayAnswer(AccountDirectory accounts, string user) =>
        accounts.Find(user) is { } account
        && (
            ApprovalRights.HasRole(account, Roles.AgentDesk)
            || ApprovalRights.HasRole(account, Roles.Approver)
            || ApprovalRights.HasRole(account, Roles.SeniorApprover)
        );

    private static Colleague Name(Caller caller, AccountDirectory accounts) =>
        new(caller.User, accounts.Find(caller.User)?.Name ?? caller.User);

    private static async Task<(RequestState State, HandOffState HandOff)?> FindAsync(
        string id,
        RequestJournal journal,
        CancellationToken token
    ) =>
        Ids.RequestOf(id) is { } requestId
        && await journal.FindAsync(requestId, token) is { } state
        && state.HandOffs.FirstOrDefault(handOff => handOff.Id == id) is { } handOff
            ? (state, handOff)
            : null;

    /// <param name="locale">The reader's language; the draft is in the customer's.</param>
    private static HandOffView View(PackRegistry packs, RequestState state, HandOffState handOff, string locale) =>
        new(
            handOff.Id,
            state.Id,
            !handOff.IsOpen ? "closed"
                : handOff.ClaimedBy is null ? "open"
                : "claimed",
            handOff.Topic,
            OutsideText.Show(handOff.Reason.In(locale)),
            handOff.Summary,
            handOff.CreatedAt,
            handOff.DueAt,
            handOff.ClaimedBy,
            handOff.Outcome,
            handOff.TakesOverRequest,
            handOff.Ordinal,
            handOff is { IsOpen: true } && (handOff.TakesOverRequest || handOff.PromisesReply)
                ? Draft(packs, state, handOff)
                : null,
            !state.IsVisitor,
            handOff.IsOpen ? HandOffResolution.Outcomes(packs, state, handOff) : [],
            handOff.ClaimedBy is null ? null : handOff.ClaimedName ?? handOff.ClaimedBy,
            handOff.IsOpen && HandOffResolution.RequiresTwoAnswers(state, handOff),
            [.. handOff.Answers.Select(said => new AnswerView(said.By, said.Name, said.Outcome, said.Note, said.At))],
            [
                .. state.OutsideEvents.Select(known => new EventView(
                    known.Event.Source,
                    known.Event.Type,
                    known.Event.Key,
                    (JsonObject)known.Event.Data.DeepClone(),
                    known.At,
                    known.Taken?.Ordinal
                )),
            ],
            state.PlanVersion == 0 ? null : state.Pack
        );

    /// <summary>What the model proposed, else the pack's own text.</summary>
    private static DraftView Draft(PackRegistry packs, RequestState state, HandOffState handOff) =>
        handOff.Draft is { } written
            ? new(written, true)
            : new(
                packs[state.Pack]
                    .Texts.Render(CustomerTexts.Draft, state.Locale, new() { ["dueAt"] = handOff.DueAt.ToString("O") }),
                false
            );

    private static Refusal? CheckText(string field, string? text) =>
        !string.IsNullOrWhiteSpace(text) && text.Length <= 4000
            ? null
            : Refusal.Invalid(field, "Must have 1 to 4000 characters.");
}
