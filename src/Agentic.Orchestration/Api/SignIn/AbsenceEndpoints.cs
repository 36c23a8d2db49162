using System.Security.Claims;
using Agentic.Orchestration.Identity;
using Agentic.Orchestration.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Agentic.Orchestration.Api.SignIn;

internal static class AbsenceEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/absences").WithTags("Identity");
        group
            .MapGet(
                "",
                async Task<Results<Ok<AbsencesView>, ProblemHttpResult>> (
                    ClaimsPrincipal user,
                    Absences absences,
                    CancellationToken token
                ) =>
                    Caller.Of(user) is { IsStaff: true } caller
                        ? TypedResults.Ok(await absences.ViewAsync(caller.User, token))
                        : new ApiRefusals.StaffOnly("Absences").ToResult()
            )
            .WithSummary("Who is away and who stands in (staff).");
        group
            .MapPost(
                "",
                async Task<Results<Ok<AbsencesView>, ProblemHttpResult>> (
                    SetAbsence body,
                    ClaimsPrincipal user,
                    Absences absences,
                    CancellationToken token
                ) =>
                    Caller.Of(user) is not { IsStaff: true } caller ? new ApiRefusals.StaffOnly("Absences").ToResult()
                    : await absences.SetAsync(caller.User, body, token) is { } refusal ? refusal.ToResult()
                    : TypedResults.Ok(await absences.ViewAsync(caller.User, token))
            )
            .WithSummary("The caller is away; mail about approvals goes to the deputy.");
        group
            .MapDelete(
                "",
                async Task<Results<Ok<AbsencesView>, ProblemHttpResult>> (
                    ClaimsPrincipal user,
                    Absences absences,
                    IAccountStore store,
                    CancellationToken token
                ) =>
                {
                    if (Caller.Of(user) is not { IsStaff: true } caller)
                    {
                        return new ApiRefusals.StaffOnly("Absences").ToResult();
                    }
                    await store.SetAbsenceAsync(caller.User, null, token);
                    return TypedResults.Ok(await absences.ViewAsync(caller.User, token));
                }
            )
            .WithSummary("The caller is back.");
    }
}
