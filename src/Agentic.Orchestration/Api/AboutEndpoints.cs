using Agentic.Orchestration.Agents;
using Agentic.Orchestration.Identity;
using Agentic.Orchestration.Identity.OpenIdConnect;
using Agentic.Orchestration.Identity.Verification;
using Agentic.Orchestration.Packs;
using Microsoft.Agents.AI;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Agentic.Orchestration.Api;

public static class AboutEndpoints
{
    /// <summary>The same for everybody and as long as the process runs, so a page may carry it.</summary>
    public static About Describe(IServiceProvider services)
    {
        var packs = services.GetRequiredService<PackRegistry>();
        return new(
            [.. packs.All.OrderBy(pack => pack.Name != packs.Default).SelectMany(pack => pack.Examples)],
            AgentFactory.IsOffline(services.GetRequiredKeyedService<AIAgent>(AgentRoles.Planner)),
            services.GetRequiredService<VerificationService>().IsOn,
            services.GetRequiredService<OpenIdOptions>().IsOn,
            [
                .. services
                    .GetRequiredService<AccountDirectory>()
                    .Demo.Select(account => new DemoPerson(account.User, account.Name, account.Roles[0])),
            ],
            packs[packs.Default].Calendar.Zone.Id
        );
    }

    internal static void MapAbout(this IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/api/about", () => TypedResults.Ok(Describe(routes.ServiceProvider)))
            .AllowAnonymous()
            .WithTags("About")
            .WithSummary("What a page has to know before anybody has signed in.");
}
