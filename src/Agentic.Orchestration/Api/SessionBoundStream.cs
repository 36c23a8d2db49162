using System.Runtime.CompilerServices;
using System.Security.Claims;
using Agentic.Orchestration.Identity;

namespace Agentic.Orchestration.Api;

/// <summary>A stream of events that ends when its reader signs out or is dismissed.</summary>
internal sealed class SessionBoundStream(SessionRevocations ends)
{
    public async IAsyncEnumerable<T> ReadAsync<T>(
        Func<CancellationToken, IAsyncEnumerable<T>> source,
        ClaimsPrincipal reader,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var over = ends.GetRevocationToken(reader);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, over);
        await using var items = source(either.Token).GetAsyncEnumerator(either.Token);
        while (true)
        {
            try
            {
                if (!await items.MoveNextAsync())
                {
                    yield break;
                }
            }
            catch (OperationCanceledException) when (over.IsCancellationRequested)
            {
                yield break;
            }
            yield return items.Current;
        }
    }
}
