using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Agentic.Orchestration.Storage;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Agentic.Orchestration.Identity.OpenIdConnect;

/// <summary>The authorization code flow with PKCE. Token checks are the library's.</summary>
internal sealed class OpenIdSignIn : IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);
    private readonly OpenIdOptions _options;
    private readonly AccountDirectory _accounts;
    private readonly IAccountStore _store;
    private readonly TimeProvider _time;
    private readonly HttpClient _http = new() { Timeout = Timeout };
    private readonly HttpDocumentRetriever? _documents;
    private readonly ConfigurationManager<OpenIdConnectConfiguration>? _provider;

    public OpenIdSignIn(OpenIdOptions options, AccountDirectory accounts, IAccountStore store, TimeProvider time)
    {
        (_options, _accounts, _store, _time) = (options, accounts, store, time);
        _documents = options.Authority is { } authority ? new(_http) { RequireHttps = !authority.IsLoopback } : null;
        _provider = _documents is null
            ? null
            : new(
                $"{options.Authority}.well-known/openid-configuration",
                new OpenIdConnectConfigurationRetriever(),
                _documents
            );
    }

    /// <summary>Where to send the person.</summary>
    /// <exception cref="InvalidOperationException">The provider does not answer.</exception>
    public async Task<(Uri Address, OpenIdAttempt Attempt)> BeginAsync(
        string callback,
        string returnTo,
        CancellationToken cancellationToken
    )
    {
        var provider = await _provider!.GetConfigurationAsync(cancellationToken);
        var attempt = new OpenIdAttempt(Random(), Random(), Random(), returnTo);
        var message = new OpenIdConnectMessage
        {
            IssuerAddress = provider.AuthorizationEndpoint,
            ClientId = _options.ClientId,
            RedirectUri = callback,
            ResponseType = OpenIdConnectResponseType.Code,
            Scope = "openid profile email",
            State = attempt.State,
            Nonce = attempt.Nonce,
        };
        message.SetParameter(
            "code_challenge",
            Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(attempt.Verifier)))
        );
        message.SetParameter("code_challenge_method", "S256");
        return (new(message.CreateAuthenticationRequestUrl()), attempt);
    }

    /// <returns>The account, or why there is none.</returns>
    public async Task<(Account? Account, string? Problem)> EndAsync(
        OpenIdAttempt attempt,
        string code,
        string callback,
        CancellationToken cancellationToken
    )
    {
        var provider = await _provider!.GetConfigurationAsync(cancellationToken);
        if (await RedeemAsync(provider, attempt, code, callback, cancellationToken) is not { } idToken)
        {
            return (null, "The identity provider does not accept the code.");
        }
        var result = await ValidateAsync(provider, idToken);
        if (!result.IsValid && result.Exception is SecurityTokenSignatureKeyNotFoundException)
        {
            // The provider has changed its keys since we looked. The manager refreshes behind our back; this person
            // is here now.
            _provider.RequestRefresh();
            result = await ValidateAsync(
                await OpenIdConnectConfigurationRetriever.GetAsync(_provider.MetadataAddress, _documents!, cancellationToken),
                idToken
            );
        }
        if (
            !result.IsValid
            || result.SecurityToken is not JsonWebToken token
            || token.GetPayloadValueOrNull("nonce") != attempt.Nonce
            || string.IsNullOrEmpty(token.Subject)
        )
        {
            return (null, "The identity provider's token is not valid.");
        }
        var roles = token
            .Claims.Where(claim => claim.Type == _options.RoleClaim)
            .Select(claim => _options.Roles.GetValueOrDefault(claim.Value))
            .OfType<string>()
            .Distinct()
            .ToArray();
        // A prefix of its own: nobody at the provider can take a local account's name.
        var account = new Account(
            $"oidc:{token.Subject}",
            token.GetPayloadValueOrNull("name") ?? token.Subject,
            roles,
            null,
            null,
            token.GetPayloadValueOrNull("email")
        );
        if (_accounts.IsDismissed(account.User))
        {
            return (null, "This account was dismissed here. Ask an administrator.");
        }
        await _store.SaveAsync(
            new(account.User, account.Name, account.Email ?? "", account.Roles, _time.GetUtcNow()),
            cancellationToken
        );
        _accounts.Replace(account);
        return roles.Length == 0 ? (null, "You are known, but have no role here. Ask an administrator.") : (account, null);
    }

    public void Dispose() => _http.Dispose();

    private async Task<string?> RedeemAsync(
        OpenIdConnectConfiguration provider,
        OpenIdAttempt attempt,
        string code,
        string callback,
        CancellationToken cancellationToken
    )
    {
        var form = new Dictionary<string, string>
        {
            ["grant_type"] = "authorization_code",
            ["code"] = code,
            ["redirect_uri"] = callback,
            ["client_id"] = _options.ClientId,
            ["code_verifier"] = attempt.Verifier,
        };
        if (_options.ClientSecret is { Length: > 0 } secret)
        {
            form["client_secret"] = secret;
        }
        using var content = new FormUrlEncodedContent(form);
        using var response = await _http.PostAsync(new Uri(provider.TokenEndpoint), content, cancellationToken);
        return response.IsSuccessStatusCode
            ? (string?)(await response.Content.ReadFromJsonAsync<JsonObject>(cancellationToken))?["id_token"]
            : null;
    }

    private Task<TokenValidationResult> ValidateAsync(OpenIdConnectConfiguration provider, string idToken) =>
        new JsonWebTokenHandler().ValidateTokenAsync(
            idToken,
            new()
            {
                ValidIssuer = provider.Issuer,
                ValidAudience = _options.ClientId,
                IssuerSigningKeys = provider.SigningKeys,
                RequireExpirationTime = true,
                RequireSignedTokens = true,
                LifetimeValidator = (from, until, _, rules) =>
                    until is { } end
                    && _time.GetUtcNow().UtcDateTime < end + rules.ClockSkew
                    && (from is null || from.Value - rules.ClockSkew <= _time.GetUtcNow().UtcDateTime),
            }
        );

    private static string Random() => Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(32));
}
