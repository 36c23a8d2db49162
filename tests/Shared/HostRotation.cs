namespace Agentic.Testing;

/// <summary>Sends each call to another host in turn, like a load balancer that knows no sessions.</summary>
internal sealed class HostRotation(IReadOnlyList<string> urls)
    : DelegatingHandler(new SocketsHttpHandler { UseCookies = false })
{
    private int _turn;

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var next = new Uri(urls[(int)((uint)Interlocked.Increment(ref _turn) % urls.Count)]);
        request.RequestUri = new UriBuilder(request.RequestUri!) { Port = next.Port }.Uri;
        return base.SendAsync(request, cancellationToken);
    }
}
