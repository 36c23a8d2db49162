using System.Threading.RateLimiting;
using Agentic.Orchestration.Identity.OpenIdConnect;
using Agentic.Orchestration.Identity.Verification;
using Agentic.Orchestration.Storage;
using Microsoft.AspNetCore.Authentication;
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
            .AddSingleton<SignInGuard>()
            .AddSingleton<SessionTokens>()
            .AddSingleton<SignedLinks>();
        services
            .AddSingleton<VerificationService>()
            .AddHostedService(provider => provider.GetRequiredService<VerificationService>());
        var keys = TrustedSystems.ReadKeys(configuration);
        services.AddSingleton(provider => new TrustedSystems(
            keys,
            provider.GetRequiredService<ITicketStore>(),
            provider.GetRequiredService<TimeProvider>()
        ));
        services.AddSingleton(OpenIdOptions.Read(configuration)).AddSingleton<StaffAdmission>().AddHostedService<KnownStaff>();
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
                        RateLimitPartition.GetFixedWindowLimiter(
                            Origin.Of(context),
                            _ => new() { PermitLimit = perMinute, Window = TimeSpan.FromMinutes(1) }
                        )
                );
        });
    }

    private static readonly TimeSpan Present = TimeSpan.FromDays(30);

    /// <summary>
    /// Loads everybody who signed in with an identity provider before this process started, so that their approvals
    /// still count.
    /// </summary>
    private sealed class KnownStaff(AccountDirectory accounts, IAccountStore store, OpenIdOptions openId, TimeProvider time)
        : Microsoft.Extensions.Hosting.IHostedService
    {
        public async Task StartAsync(CancellationToken cancellationToken)
        {
            foreach (var row in await store.ListAsync(cancellationToken))
            {
                // Nobody tells us when a person leaves the provider, so after a month without a sign-in they get no
                // more mail.
                var isHere = openId.IsOn && time.GetUtcNow() - row.At < Present;
                accounts.Replace(
                    new(
                        row.User,
                        row.Name,
                        openId.IsOn ? row.Roles : [],
                        null,
                        null,
                        isHere && row.Email.Length > 0 ? row.Email : null
                    )
                );
            }
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
