using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;

namespace Agentic.Orchestration.Identity;

/// <summary>
/// Where a call comes from, as limits count it: an IPv4 address, or the network of an IPv6 address, because one
/// subscriber has all of it.
/// </summary>
internal static class Origin
{
    private const int NetworkBytes = 8;

    public static string Of(HttpContext context) =>
        context.Connection.RemoteIpAddress switch
        {
            null => "",
            { IsIPv4MappedToIPv6: true } mapped => mapped.MapToIPv4().ToString(),
            { AddressFamily: AddressFamily.InterNetworkV6 } address => new IPAddress([
                .. address.GetAddressBytes().Take(NetworkBytes),
                .. new byte[NetworkBytes],
            ]).ToString(),
            var address => address.ToString(),
        };
}
