using Microsoft.Extensions.Configuration;

namespace Agentic.Orchestration.Identity.OpenIdConnect;

/// <summary>The identity provider that staff sign in with. Section <c>OpenId</c>; off when <c>Authority</c> is empty.</summary>
internal sealed class OpenIdOptions
{
    public Uri? Authority { get; private init; }

    public string ClientId { get; private init; } = "";

    /// <summary>Empty for a public client; the code exchange is protected by PKCE either way.</summary>
    public string? ClientSecret { get; private init; }

    /// <summary>The claim that lists a person's groups or roles. Default <c>roles</c>.</summary>
    public string RoleClaim { get; private init; } = "roles";

    /// <summary>
    /// The provider's value to the role here: <c>OpenId:Roles:{value}</c>. What is not listed gives no right.
    /// </summary>
    public IReadOnlyDictionary<string, string> Roles { get; private init; } = new Dictionary<string, string>();

    public bool IsOn => Authority is not null;

    /// <exception cref="InvalidOperationException">A setting is missing or wrong; the message names its key.</exception>
    public static OpenIdOptions Read(IConfiguration configuration)
    {
        var section = configuration.GetSection("OpenId");
        if (string.IsNullOrEmpty(section["Authority"]))
        {
            return new();
        }
        var authority =
            Uri.TryCreate(section["Authority"]!.TrimEnd('/') + "/", UriKind.Absolute, out var url)
            && (url.Scheme == "https" || url.IsLoopback)
                ? url
                : throw new InvalidOperationException("OpenId:Authority must be an https URL (http only on loopback).");
        var roles = section.GetSection("Roles").GetChildren().ToDictionary(role => role.Key, role => role.Value ?? "");
        return roles.Count == 0
                ? throw new InvalidOperationException(
                    "OpenId:Roles is missing: which of the provider's groups has which role, such as "
                        + "OpenId__Roles__refund-team=approver."
                )
            : roles.FirstOrDefault(role => !Identity.Roles.Staff.Contains(role.Value)) is { Key: not null } wrong
                ? throw new InvalidOperationException(
                    $"OpenId:Roles:{wrong.Key} must be one of {string.Join(", ", Identity.Roles.Staff)}."
                )
            : new()
            {
                Authority = authority,
                ClientId = section["ClientId"] is { Length: > 0 } id
                    ? id
                    : throw new InvalidOperationException(
                        "OpenId:ClientId is missing: the name under which the provider knows this host."
                    ),
                ClientSecret = section["ClientSecret"],
                RoleClaim = section["RoleClaim"] ?? "roles",
                Roles = roles,
            };
    }
}
