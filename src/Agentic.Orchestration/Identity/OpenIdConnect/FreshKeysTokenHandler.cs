using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Agentic.Orchestration.Identity.OpenIdConnect;

/// <summary>
/// Reads the provider's signing keys at once when a token was signed with an unknown one. The library would only
/// refresh them in the background and reject this sign-in.
/// </summary>
internal sealed class FreshKeysTokenHandler(string metadataAddress, IDocumentRetriever documents) : JsonWebTokenHandler
{
    public override async Task<TokenValidationResult> ValidateTokenAsync(
        string token,
        TokenValidationParameters validationParameters
    )
    {
        var result = await base.ValidateTokenAsync(token, validationParameters);
        if (result.IsValid || result.Exception is not SecurityTokenSignatureKeyNotFoundException)
        {
            return result;
        }
        var fresh = validationParameters.Clone();
        var provider = await OpenIdConnectConfigurationRetriever.GetAsync(metadataAddress, documents, default);
        (fresh.ConfigurationManager, fresh.ValidIssuer, fresh.IssuerSigningKeys) = (
            null,
            provider.Issuer,
            provider.SigningKeys
        );
        return await base.ValidateTokenAsync(token, fresh);
    }
}
