using System.Threading.RateLimiting;
using Agentic.Orchestration.Identity.OpenIdConnect;
using Agentic.Orchestration.Identity.Verification;
using Agentic.Orchestration.Security;
using Agentic.Orchestration.Storage;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Agentic.Orchestration.Identity;

public static class IdentityServices
{
    internal const string SignInLimit = "sign-in",
        VerificationLimit = "verification";

    /// <param name="demo">Adds the demo accounts; the caller makes sure that this is Development on loopback.</param>
    public static IServiceCollection AddIdentity(this IServiceCollection services, IConfiguration configuration, bool demo)
    {
        var formerKeys = Path.Combine(
            Path.GetDirectoryName(Path.GetFullPath(StorageServices.StoreFile(configuration)))!,
            "keys"
        );
        var configured = configuration
            .GetSection("Accounts")
            .GetChildren()
            .Select(section => new Account(
                section.Key,
                section["Name"] ?? section.Key,
                section.GetSection("Roles").Get<string[]>() ?? [],
                section["CustomerId"],
                section["PasswordHash"]
                    ?? throw new InvalidOperationException($"Accounts:{section.Key}:PasswordHash is missing."),
                section["Email"]
            ));
        services.AddSingleton(new AccountDirectory(configured, demo ? [.. DemoAccounts.All()] : []));
        services
            .AddSingleton<Absences>()
            .AddSingleton<SessionRevocations>()
            .AddHostedService(provider => provider.GetRequiredService<SessionRevocations>())
            .AddSingleton<IRemembered>(provider => provider.GetRequiredService<SessionRevocations>())
            .AddSingleton<SignInGuard>()
            .AddSingleton<ISignalReceiver>(provider => provider.GetRequiredService<SignInGuard>())
            .AddSingleton<SessionTokens>()
            .AddSingleton<SignedLinks>();
        services.AddDataProtection().SetApplicationName("Agentic");
        services
            .AddOptions<KeyManagementOptions>()
            .Configure<IProtectionKeyStore, Secrets>(
                (keys, store, secrets) => keys.XmlRepository = new ProtectionKeys(store, secrets, formerKeys)
            );
        services
            .AddSingleton<VerificationService>()
            .AddHostedService(provider => provider.GetRequiredService<VerificationService>());
        var keys = TrustedSystems.ReadKeys(configuration);
        services.AddSingleton(provider => new TrustedSystems(
            keys,
            provider.GetRequiredService<ITicketStore>(),
            provider.GetRequiredService<TimeProvider>()
        ));
        services.AddSingleton(OpenIdOptions.Read(configuration)).AddSingleton<StaffAdmission>();
        services
            .AddSingleton<KnownStaff>()
            .AddHostedService(provider => provider.GetRequiredService<KnownStaff>())
            .AddSingleton<IRemembered>(provider => provider.GetRequiredService<KnownStaff>());
        services
            .AddAuthentication(SessionAuthentication.SchemeName)
            .AddScheme<AuthenticationSchemeOptions, SessionAuthentication>(SessionAuthentication.SchemeName, null);
        services
            .AddAuthorizationBuilder()
            .SetFallbackPolicy(
                new Microsoft.AspNetCore.Authorization.AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build()
            );
        return services.Configure<RateLimiterOptions>(limits =>
        {
            PerAddress(SignInLimit, configuration.GetValue("Limits:SignInsPerMinute", 20));
            PerAddress(VerificationLimit, configuration.GetValue("Limits:VerificationsPerMinute", 10));

            void PerAddress(string policy, int perMinute) =>
                limits.AddPolicy(
                    policy,
                    context =>
                        SharedWindowLimiter.For(
                            context,
                            policy,
                            Origin.Of(context),
                            perMinute,
                            who =>
                                RateLimitPartition.GetFixedWindowLimiter(
                                    who,
                                    _ => new() { PermitLimit = perMinute, Window = TimeSpan.FromMinutes(1) }
                                )
                        )
                );
        });
    }
}
