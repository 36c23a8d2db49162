using System.Net;
using Agentic.Orchestration.Messaging;
using Agentic.Orchestration.Storage;

namespace Agentic.Host;

/// <summary>What must be true before the program starts; everything that is wrong is said at once.</summary>
internal static class Startup
{
    public static string Urls(IConfiguration configuration) => configuration["Urls"] ?? "http://127.0.0.1:5080";

    /// <summary>Development and loopback: nobody else can reach an account whose password everybody knows.</summary>
    public static bool HasDemoAccounts(IConfiguration configuration, IHostEnvironment environment) =>
        environment.IsDevelopment() && Urls(configuration).Split(';').All(IsLoopback);

    /// <summary>Adds the parts of the program; each of them reads its settings.</summary>
    /// <exception cref="InvalidOperationException">Lists every setting that is missing or wrong.</exception>
    public static void Add(IConfiguration configuration, IHostEnvironment environment, params ReadOnlySpan<Action> parts)
    {
        List<string> problems = [.. FindMissing(configuration, environment), .. KnownSettings.FindWrong(configuration)];
        foreach (var part in parts)
        {
            try
            {
                part();
            }
            catch (InvalidOperationException wrong)
            {
                // What has the wrong form was said already; here is what does not go together.
                if (!problems.Exists(known => Names(known, wrong.Message)))
                {
                    problems.Add(wrong.Message);
                }
            }
        }
        if (problems.Count > 0)
        {
            throw new InvalidOperationException(
                "settings are missing or wrong:\n" + string.Join('\n', problems.Select(line => "  " + line))
            );
        }
    }

    /// <summary>Whether a message is about the setting that a problem begins with.</summary>
    private static bool Names(string problem, string message) =>
        problem == message
        || (
            problem.Split([':', '=', ' '])[0] is { Length: > 0 } setting
            && setting.Contains("__", StringComparison.Ordinal)
            && message.Replace(":", "__", StringComparison.Ordinal).Contains(setting, StringComparison.OrdinalIgnoreCase)
        );

    private static List<string> FindMissing(IConfiguration configuration, IHostEnvironment environment)
    {
        var missing = new List<string>();
        if (!environment.IsDevelopment() && string.IsNullOrEmpty(configuration["Secrets:MasterKey"]))
        {
            missing.Add("Secrets__MasterKey: base64 of at least 32 bytes (openssl rand -base64 32)");
        }
        if (
            !HasDemoAccounts(configuration, environment)
            && !configuration.GetSection("Accounts").GetChildren().Any()
            && string.IsNullOrEmpty(configuration["OpenId:Authority"])
        )
        {
            missing.Add(
                "OpenId__Authority (an identity provider), or Accounts__<user>__PasswordHash and "
                    + "Accounts__<user>__Roles__0: at least one account (demo accounts exist only in Development on loopback)"
            );
        }
        if (!environment.IsDevelopment() && string.IsNullOrEmpty(configuration["Shop:BaseAddress"]))
        {
            missing.Add("Shop__BaseAddress: the shop's URL");
        }
        try
        {
            var roles = HostRoles.Read(configuration);
            if (
                roles is not { IsWeb: true, IsWorker: true }
                && (
                    string.IsNullOrEmpty(configuration.GetConnectionString("Bus")) || !StorageServices.IsPostgres(configuration)
                )
            )
            {
                missing.Add(
                    $"Roles={roles}: the other role runs in another process, so ConnectionStrings__Store must be a PostgreSQL "
                        + "database and ConnectionStrings__Bus a RabbitMQ server that both reach"
                );
            }
        }
        catch (InvalidOperationException unknown)
        {
            missing.Add(unknown.Message);
        }
        if (string.Equals(configuration["ForwardedHeaders_Enabled"], "true", StringComparison.OrdinalIgnoreCase))
        {
            missing.Add(
                "Proxies__Trusted__0: your proxy's address, instead of ASPNETCORE_FORWARDEDHEADERS_ENABLED, which believes "
                    + "what every caller says about where it comes from"
            );
        }
        return missing;
    }

    private static bool IsLoopback(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var address)
        && (address.IsLoopback || (IPAddress.TryParse(address.Host, out var ip) && IPAddress.IsLoopback(ip)));
}
