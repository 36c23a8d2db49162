using Agentic.Contracts;
using Agentic.Orchestration.Identity;
using Agentic.Orchestration.Identity.Outside;
using Agentic.Orchestration.Identity.Verification;
using Agentic.Orchestration.Packs;
using Agentic.Orchestration.Planning.Offline;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.AI;

namespace Agentic.Orchestration.Http;

/// <summary>What a page has to know before anybody has signed in.</summary>
/// <param name="Automaton">The built-in planner answers, not a language model.</param>
/// <param name="Visitors">One may write first and show who one is later.</param>
/// <param name="OpenId">Staff sign in with an identity provider.</param>
/// <param name="DemoPeople">Accounts to try things out with; empty outside Development.</param>
public sealed record About(IReadOnlyList<LocalText> Examples, bool Automaton, bool Visitors, bool OpenId, IReadOnlyList<DemoPerson> DemoPeople);

public sealed record DemoPerson(string User, string Name, string Role);

internal static class AboutEndpoint
{
    public static void MapAbout(this IEndpointRouteBuilder routes) => routes.MapGet("/api/about", (PackRegistry packs, IChatClient model, VerificationService verification, OpenIdOptions openId, AccountDirectory accounts) =>
            TypedResults.Ok(new About(
                packs[packs.Default].Examples, (model.GetService(typeof(ChatClientMetadata)) as ChatClientMetadata)?.ProviderName == OfflineChatClient.Provider, verification.IsOn, openId.IsOn,
                [.. accounts.Demo.Select(account => new DemoPerson(account.User, account.Name, account.Roles[0]))])))
        .AllowAnonymous().WithTags("About").WithSummary("What a page has to know before anybody has signed in.");
}
