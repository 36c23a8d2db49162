using System.Security.Claims;
using Agentic.Orchestration.Identity;
using Agentic.Orchestration.Identity.OpenIdConnect;
using Agentic.Orchestration.Mailing;
using Agentic.Orchestration.Requests;
using Agentic.Orchestration.Storage;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Agentic.Orchestration.Api.SignIn;

/// <summary>
/// ASP.NET's OpenID Connect handler: authorization code with PKCE. What it ends with is a session of ours, like any other
/// way to sign in.
/// </summary>
public static class OpenIdServices
{
    internal const string Scheme = "OpenId",
        Path = "/api/session/openid",
        CallbackPath = Path + "/callback";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10),
        ProviderTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Section <c>OpenId</c>; nothing is added when <c>Authority</c> is empty.</summary>
    public static IServiceCollection AddOpenIdSignIn(this IServiceCollection services, IConfiguration configuration)
    {
        var provider = OpenIdOptions.Read(configuration);
        if (!provider.IsOn)
        {
            return services;
        }
        services
            .AddOptions<OpenIdConnectOptions>(Scheme)
            .Configure<MailOptions, TimeProvider>((options, site, time) => Configure(options, provider, site, time));
        services.AddAuthentication().AddOpenIdConnect(Scheme, _ => { });
        return services;
    }

    private static void Configure(OpenIdConnectOptions options, OpenIdOptions provider, MailOptions site, TimeProvider time)
    {
        options.Authority = provider.Authority!.ToString();
        options.MetadataAddress = $"{provider.Authority}.well-known/openid-configuration";
        options.RequireHttpsMetadata = !provider.Authority.IsLoopback;
        options.ClientId = provider.ClientId;
        options.ClientSecret = provider.ClientSecret;
        options.ResponseType = OpenIdConnectResponseType.Code;
        options.ResponseMode = OpenIdConnectResponseMode.Query;
        options.Scope.Add("email");
        options.CallbackPath = CallbackPath;
        options.DisableTelemetry = true;
        options.BackchannelTimeout = ProviderTimeout;
        options.RemoteAuthenticationTimeout = Patience;
        // Browsers expire cookies by the real clock, not by one that a demo or a test has moved.
        options.TimeProvider = TimeProvider.System;
        foreach (var cookie in new[] { options.CorrelationCookie, options.NonceCookie })
        {
            // Lax, not Strict: the way back comes from the provider's site.
            cookie.SameSite = SameSiteMode.Lax;
            cookie.SecurePolicy = site.SiteUrl.StartsWith("https:", StringComparison.OrdinalIgnoreCase)
                ? CookieSecurePolicy.Always
                : CookieSecurePolicy.SameAsRequest;
        }
        options.TokenHandler = new FreshKeysTokenHandler(
            options.MetadataAddress,
            new HttpDocumentRetriever(new() { Timeout = ProviderTimeout }) { RequireHttps = options.RequireHttpsMetadata }
        )
        {
            MapInboundClaims = false,
        };
        options.TokenValidationParameters.LifetimeValidator = (from, until, _, rules) =>
            until is { } end
            && time.GetUtcNow().UtcDateTime < end + rules.ClockSkew
            && (from is null || from.Value - rules.ClockSkew <= time.GetUtcNow().UtcDateTime);
        options.Events = new()
        {
            OnRedirectToIdentityProvider = context =>
            {
                // As the provider has it registered; what a request's Host header says is not trusted.
                context.ProtocolMessage.RedirectUri = site.SiteUrl + CallbackPath;
                return Task.CompletedTask;
            },
            OnTokenValidated = AdmitAsync,
            OnTicketReceived = BeginSessionAsync,
            OnRemoteFailure = context =>
            {
                context.HandleResponse();
                return Explain(context.Failure).ToResult().ExecuteAsync(context.HttpContext);
            },
        };
    }

    private static async Task AdmitAsync(TokenValidatedContext context)
    {
        var admission = context.HttpContext.RequestServices.GetRequiredService<StaffAdmission>();
        try
        {
            var account = await admission.AdmitAsync(context.Principal!, context.HttpContext.RequestAborted);
            context.Principal = new(new ClaimsIdentity([new(ClaimTypes.NameIdentifier, account.User)], Scheme));
        }
        catch (NotAdmittedException refused)
        {
            context.Fail(refused);
        }
    }

    private static Task BeginSessionAsync(TicketReceivedContext context)
    {
        var services = context.HttpContext.RequestServices;
        var tokens = services.GetRequiredService<SessionTokens>();
        SessionCookies.Set(
            context.HttpContext,
            services.GetRequiredService<MailOptions>(),
            tokens.Issue(SessionKind.Account, context.Principal!.FindFirstValue(ClaimTypes.NameIdentifier)!),
            tokens.Lifetime(SessionKind.Account)
        );
        context.Response.Redirect(context.ReturnUri ?? "/desk");
        context.HandleResponse();
        return Task.CompletedTask;
    }

    /// <summary>Whose fault it was, and what the person can do.</summary>
    internal static Refusal Explain(Exception? failure) =>
        failure switch
        {
            NotAdmittedException refused => new SignInRefusals.NotAdmitted(refused.Message),
            OpenIdConnectProtocolInvalidNonceException or SecurityTokenException => new SignInRefusals.NotAdmitted(
                "The identity provider's token is not valid."
            ),
            OpenIdConnectProtocolException => new SignInRefusals.NotAdmitted("The identity provider does not accept the code."),
            HttpRequestException or IOException or InvalidOperationException or OperationCanceledException =>
                new SignInRefusals.ProviderSilent(),
            null or AuthenticationFailureException => new SignInRefusals.NotBegunHere(),
            StoreUnavailableException => new SignInRefusals.StoreAway(),
            _ => new SignInRefusals.OurFault(),
        };
}
