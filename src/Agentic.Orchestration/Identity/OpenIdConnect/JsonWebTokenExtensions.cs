using Microsoft.IdentityModel.JsonWebTokens;

namespace Agentic.Orchestration.Identity.OpenIdConnect;

internal static class JsonWebTokenExtensions
{
    public static string? GetPayloadValueOrNull(this JsonWebToken token, string claim) =>
        token.TryGetPayloadValue<string>(claim, out var value) ? value : null;
}
