using Agentic.Orchestration.Api.Customers;
using Agentic.Orchestration.Api.Desk;
using Agentic.Orchestration.Api.Ops;
using Agentic.Orchestration.Api.SignIn;
using Agentic.Orchestration.Api.Systems;
using Agentic.Orchestration.Identity;
using Agentic.Orchestration.Notifications;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Agentic.Orchestration.Api;

public static class OrchestrationRoutes
{
    /// <summary>JSON as the API speaks it: strict about what it is given.</summary>
    public static IServiceCollection AddApiJson(this IServiceCollection services) =>
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow;
            json.SerializerOptions.PropertyNameCaseInsensitive = false;
            json.SerializerOptions.AllowDuplicateProperties = false;
            json.SerializerOptions.RespectRequiredConstructorParameters = true;
            json.SerializerOptions.RespectNullableAnnotations = true;
            json.SerializerOptions.NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.Strict;
            json.SerializerOptions.DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull;
            json.SerializerOptions.Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        });

    public static void MapOrchestration(this WebApplication app)
    {
        app.UseTrustedProxies(app.Configuration);
        app.UseApiErrors();
        // The provider's handler answers while people are authenticated, before the limits below are looked at.
        app.UseWhen(context => context.Request.Path == OpenIdServices.CallbackPath, callback => callback.UseRateLimiter());
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseRateLimiter();
        app.MapIdentity();
        app.MapRequestRoutes();
        app.MapApprovals();
        app.MapHandOffs();
        app.MapAbout();
        app.MapRuns();
        app.MapWorkflows();
        app.MapCockpit();
        app.MapHistory();
        app.MapPacks();
        app.MapOutsideEvents();
        app.MapDemoMail();
        app.MapHealth();
    }
}
