using Agentic.Orchestration.Intake;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Agentic.Orchestration.Api.Customers;

internal static class RequestEndpoints
{
    public static void MapRequests(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api").WithTags("Requests");
        group.MapSubmission();
        group.MapRequestReads();
        group
            .MapPost(
                "/requests/{id}/messages",
                (
                    string id,
                    WriteMessage body,
                    [FromHeader(Name = "Idempotency-Key")] string? key,
                    [AsParameters] CustomerOperation act,
                    CustomerMessageIntake words,
                    CancellationToken token
                ) =>
                    act.RunAsync(
                        id,
                        (caller, state) =>
                            words.WriteAsync(caller, state, new(body.Text, body.PlanVersion, body.Question), token, key),
                        token,
                        RequestChecks.Text(body.Text) ?? RequestChecks.Key(key)
                    )
            )
            .RequireRateLimiting(RequestLimits.ActLimit)
            .WithSummary("Adds the customer's words; a yes to the plan just shown confirms it.");
        group
            .MapPost(
                "/requests/{id}/verification",
                (string id, [AsParameters] CustomerOperation act, RequestCommands commands, CancellationToken token) =>
                    act.RunAsync(
                        id,
                        (caller, state) => commands.VerifyAsync(caller, state, token),
                        token,
                        RequestChecks.SignedIn(act.User)
                    )
            )
            .WithSummary(
                "The signed-in customer takes over a request that was submitted without a session; the request's "
                    + "link goes with it."
            );
        group
            .MapPost(
                "/requests/{id}/confirmation",
                (
                    string id,
                    ConfirmPlan body,
                    [AsParameters] CustomerOperation act,
                    PlanAnswers answers,
                    CancellationToken token
                ) =>
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
                    [AsParameters] CustomerOperation act,
                    RequestCommands commands,
                    CancellationToken token
                ) =>
                    act.RunAsync(
                        id,
                        (_, state) => commands.HandOffAsync(state, body?.Reason, token),
                        token,
                        RequestChecks.Optional("reason", body?.Reason)
                    )
            )
            .RequireRateLimiting(RequestLimits.ActLimit)
            .WithSummary("Passes the request to a person.");
        group
            .MapPost(
                "/requests/{id}/withdrawal",
                (string id, [AsParameters] CustomerOperation act, RequestCommands commands, CancellationToken token) =>
                    act.RunAsync(id, (caller, state) => commands.WithdrawAsync(caller, state, token), token)
            )
            .WithSummary("Takes back what has not been carried out yet.");
        group
            .MapPost(
                "/requests/{id}/feedback",
                (
                    string id,
                    GiveFeedback body,
                    [AsParameters] CustomerOperation act,
                    RequestCommands commands,
                    CancellationToken token
                ) =>
                    act.RunAsync(
                        id,
                        (_, state) => commands.GiveFeedbackAsync(state, new(body.Solved, body.Score, body.Comment), token),
                        token,
                        RequestChecks.Feedback(body)
                    )
            )
            .RequireRateLimiting(RequestLimits.ActLimit)
            .WithSummary("Says whether it helped.");
        group
            .MapPost(
                "/requests/{id}/objection",
                (
                    string id,
                    RaiseObjection? body,
                    [AsParameters] CustomerOperation act,
                    RequestCommands commands,
                    CancellationToken token
                ) =>
                    act.RunAsync(
                        id,
                        (_, state) => commands.ObjectAsync(state, body?.Text, token),
                        token,
                        RequestChecks.Optional("text", body?.Text)
                    )
            )
            .RequireRateLimiting(RequestLimits.ActLimit)
            .WithSummary("Objects to an automated decision: a person looks at it.");
    }
}
