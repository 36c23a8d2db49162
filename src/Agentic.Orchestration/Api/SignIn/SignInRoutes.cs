using Microsoft.AspNetCore.Routing;

namespace Agentic.Orchestration.Api.SignIn;

internal static class SignInRoutes
{
    public static void MapIdentity(this IEndpointRouteBuilder routes)
    {
        SessionEndpoints.Map(routes);
        AbsenceEndpoints.Map(routes);
        LinkEndpoints.Map(routes);
        VerificationEndpoints.Map(routes);
        AssertionEndpoints.Map(routes);
        OpenIdEndpoints.Map(routes);
        DismissalEndpoints.Map(routes);
    }
}
