using System.Net;
using Agentic.Orchestration.Identity;
using Microsoft.AspNetCore.Http;

namespace Agentic.Scenarios;

/// <summary>Limits count subscribers, not addresses: whoever has a whole network has one limit.</summary>
public sealed class OriginTests
{
    [Theory]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    [InlineData("192.0.2.7", "::ffff:192.0.2.7", true)]
    [InlineData("192.0.2.7", "192.0.2.8", false)]
    public void Of_OneSubscriber_IsOne(string left, string right, bool same) => (Of(left) == Of(right)).ShouldBe(same);

    private static string Of(string address) =>
        Origin.Of(new DefaultHttpContext { Connection = { RemoteIpAddress = IPAddress.Parse(address) } });
}
