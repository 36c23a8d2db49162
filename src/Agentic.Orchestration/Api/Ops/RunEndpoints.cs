using System.Security.Claims;
using Agentic.Contracts;
using Agentic.Orchestration.Identity;
using Agentic.Orchestration.Journal;
using Agentic.Orchestration.Monitoring;
using Agentic.Orchestration.Requests;
using Agentic.Orchestration.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Agentic.Orchestration.Api.Ops;

/// <summary>What ops see and may do.</summary>
public static class RunEndpoints
{
    public static void MapRuns(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api").WithTags("Runs");
        group.MapGet("/runs", ListAsync).WithSummary("Runs, newest first; state is an action state or Stuck.");
        group.MapGet("/runs/{id}", ShowAsync).WithSummary("One run with steps, effects and keys.");
        MapAct(group, RunCommands.RetryRun, "Tries a stuck or unclear step again now.");
        MapAct(group, RunCommands.UndoRun, "Asks to take completed effects back, newest first; others approve it.");
        MapAct(
            group,
            RunCommands.CancelRun,
            "Ends a run of which nothing is under way: what it reserved is free again, what it did goes to a person."
        );
    }

    /// <summary>With dryRun the answer says what it would mean, and nothing changes.</summary>
    private static void MapAct(RouteGroupBuilder group, string operation, string summary) =>
        group
            .MapPost(
                "/runs/{id}/" + operation,
                (
                    string id,
                    bool? dryRun,
                    ActOnRun? body,
                    ClaimsPrincipal user,
                    RequestJournal journal,
                    RunCommands commands,
                    CancellationToken token
                ) => ActAsync(id, operation, dryRun, body, user, journal, commands, token)
            )
            .WithSummary(summary);

    private static async Task<IResult> ActAsync(
        string id,
        string operation,
        bool? dryRun,
        ActOnRun? body,
        ClaimsPrincipal user,
        RequestJournal journal,
        RunCommands commands,
        CancellationToken token
    )
    {
        var caller = Caller.Of(user);
        if (!caller.IsStaff || await FindAsync(id, journal, token) is not var (state, action))
        {
            return new Refusal.Missing().ToResult();
        }
        if (await commands.GetDenialAsync(caller, state, operation, id, token) is { } denied)
        {
            return denied.ToResult();
        }
        if (dryRun == true)
        {
            return TypedResults.Ok(commands.Preview(caller, state, action, operation));
        }
        var (after, refusal) = await commands.ActAsync(caller, state, action, operation, body?.Reason, token);
        var view = View(after ?? state, (after ?? state).Action(action.Ordinal));
        return refusal is null ? TypedResults.Ok(view) : refusal.ToResult(refusal is Refusal.Conflict ? view : null);
    }

    private static async Task<Results<Ok<Page<RunView>>, ProblemHttpResult>> ListAsync(
        string? state,
        string? workflow,
        string? after,
        ClaimsPrincipal user,
        IRunStore runs,
        RequestJournal journal,
        CancellationToken token
    )
    {
        if (!Caller.Of(user).IsStaff)
        {
            return new ApiRefusals.StaffOnly("Runs").ToResult();
        }
        if (Query.CheckAfter(after) is { } invalid)
        {
            return invalid.ToResult();
        }
        if (state is not (null or "Stuck") && !Enum.GetNames<ActionStatus>().Contains(state))
        {
            return new Refusal.Invalid(
                "state",
                $"Must be Stuck or one of {string.Join(", ", Enum.GetNames<ActionStatus>())}."
            ).ToResult();
        }
        var rows = await runs.ListAsync(state, workflow, after, Paging.Size + 1, token);
        var views = new Dictionary<string, RunView>();
        foreach (var row in rows.Take(Paging.Size))
        {
            var request = (await journal.FindAsync(row.RequestId, token))!;
            if (request.Actions.FirstOrDefault(action => action.Ordinal == row.Ordinal) is { } action)
            {
                views[row.Id] = View(request, action) with { Run = null };
            }
        }
        return TypedResults.Ok(Paging.Of(rows, row => row.Id, row => views.GetValueOrDefault(row.Id)));
    }

    private static async Task<Results<Ok<RunView>, ProblemHttpResult>> ShowAsync(
        string id,
        ClaimsPrincipal user,
        RequestJournal journal,
        CancellationToken token
    ) =>
        Caller.Of(user).IsStaff && await FindAsync(id, journal, token) is { } found
            ? TypedResults.Ok(View(found.State, found.Action))
            : new Refusal.Missing().ToResult();

    private static async Task<(RequestState State, ActionState Action)?> FindAsync(
        string id,
        RequestJournal journal,
        CancellationToken token
    ) =>
        Ids.RequestOf(id) is { } requestId
        && await journal.FindAsync(requestId, token) is { } state
        && state.Actions.FirstOrDefault(action => Ids.Run(state.Id, action.Ordinal) == id) is { } action
            ? (state, action)
            : null;

    private static RunView View(RequestState state, ActionState action) =>
        new(
            Ids.Run(state.Id, action.Ordinal),
            state.Id,
            action.Ordinal,
            action.Name,
            action.Workflow,
            action.WorkflowHash,
            action.Stuck is not null ? "Stuck" : action.Status.ToString(),
            action.Stuck,
            [
                .. action.Effects.Select(effect => new EffectView(
                    effect.Key,
                    effect.Effect.Operation,
                    effect.Effect.Targets,
                    effect.Effect.Amount,
                    effect.Status,
                    effect.Attempt,
                    effect.Reference,
                    effect.Reason,
                    effect.UndoOf,
                    effect.Effect.Undo is not null
                )),
            ],
            action.Run?.ToJson(),
            action.End?.Why
        );
}
