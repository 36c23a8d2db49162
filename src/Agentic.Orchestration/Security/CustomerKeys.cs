using System.Collections.Concurrent;
using System.Security.Cryptography;
using Agentic.Orchestration.Storage;

namespace Agentic.Orchestration.Security;

/// <summary>
/// One key per customer, made before their first event. Erasing it erases the person; the journal still verifies.
/// </summary>
internal sealed class CustomerKeys(ICustomerKeyStore store, Secrets secrets)
{
    private readonly ConcurrentDictionary<string, CustomerKey> _known = new();

    public async ValueTask<CustomerKey> ForAsync(string customerId, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue(customerId, out var key))
        {
            return key;
        }
        var wrapped =
            await store.FindAsync(customerId, cancellationToken)
            ?? await store.AddAsync(
                customerId,
                secrets.Wrap(RandomNumberGenerator.GetBytes(32), customerId),
                cancellationToken
            );
        return _known[customerId] = new(secrets.Unwrap(wrapped, customerId));
    }
}
