using Agentic.Orchestration.Api.Customers;
using Agentic.Orchestration.Api.Desk;
using Agentic.Orchestration.Api.Ops;
using Agentic.Orchestration.Api.SignIn;
using Agentic.Orchestration.Api.Systems;
using Agentic.Orchestration.Identity;
using Agentic.Orchestration.Notifications;
using Microsoft.AspNetCore.Builder;

namespace Agentic.Orchestration.Api;

public static class OrchestrationRoutes
{
    public static void MapOrchestration(this WebApplication app)
    {
        app.UseTrustedProxies(app.Configuration);
        app.UseApiErrors();
        // UseAuthentication itself answers the provider's callback, before the rate limiter below, so it is limited here.
        app.UseWhen(context => context.Request.Path == OpenIdServices.CallbackPath, callback => callback.UseRateLimiter());
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseRateLimiter();
        app.MapIdentity();
        app.MapRequests();
        app.MapApprovals();
        app.MapHandOffs();
        app.MapAbout();
        app.MapRuns();
        app.MapWorkflows();
        app.MapCockpit();
        app.MapHistory();
        app.MapUnreadable();
        app.MapHosts();
        app.MapPacks();
        app.MapOutsideEvents();
        app.MapDemoMail();
        app.MapHealth();
    }
}
