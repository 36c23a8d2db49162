using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Agentic.Orchestration.Identity.OpenIdConnect;

/// <summary>
/// When the provider has changed its keys since they were read, the library reads them again behind our back and refuses
/// this person. The person is here now, so they are read at once.
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
