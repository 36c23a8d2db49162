using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Configuration;
using IPNetwork = System.Net.IPNetwork;

namespace Agentic.Orchestration.Identity;

/// <summary>
/// Section <c>Proxies:Trusted</c>: addresses and networks (<c>10.0.0.0/8</c>) of reverse proxies. What they say in
/// <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c> counts; what anybody else says there does not. Default: nobody.
/// </summary>
internal static class TrustedProxies
{
    private const string Key = "Proxies:Trusted";

    public static void UseTrustedProxies(this IApplicationBuilder app, IConfiguration configuration)
    {
        string[] trusted =
        [
            .. (configuration.GetSection(Key).Get<string[]>() ?? []).Where(entry => !string.IsNullOrWhiteSpace(entry)),
        ];
        if (trusted.Length == 0)
        {
            return;
        }
        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto,
            // From the right as long as the address is one of ours: what a client writes before that is not looked at.
            ForwardLimit = null,
        };
        options.KnownIPNetworks.Clear();
        options.KnownProxies.Clear();
        foreach (var (entry, index) in trusted.Select((entry, index) => (entry, index)))
        {
            options.KnownIPNetworks.Add(
                IPNetwork.TryParse(entry, out var network) ? network
                : IPAddress.TryParse(entry, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
                : throw new InvalidOperationException(
                    $"{Key}:{index} is '{entry}'; it must be an address such as 10.0.0.5 or a network such as 10.0.0.0/8."
                )
            );
        }
        app.UseForwardedHeaders(options);
    }
}
