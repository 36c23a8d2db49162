using System.Collections.Concurrent;
using System.Security.Cryptography;
using Agentic.Orchestration.Storage;

namespace Agentic.Orchestration.Security;

/// <summary>
/// One key per customer, made before their first event. Erasing it erases the person; the journal still verifies. What is kept
/// here saves unwrapping only: with several hosts on the store, the key is read there each time, so one that was erased on
/// another host is gone here too.
/// </summary>
internal sealed class CustomerKeys(ICustomerKeyStore store, Secrets secrets, ThisHost host)
{
    private readonly ConcurrentDictionary<string, (byte[] Wrapped, CustomerKey Key)> _unwrapped = new();

    /// <summary>The key to write with; a new customer gets one.</summary>
    public async ValueTask<CustomerKey> ForAsync(string customerId, CancellationToken cancellationToken)
    {
        if (host.IsAlone && _unwrapped.TryGetValue(customerId, out var known))
        {
            return known.Key;
        }
        return Open(
            customerId,
            await store.FindAsync(customerId, cancellationToken)
                ?? await store.AddAsync(
                    customerId,
                    secrets.Wrap(RandomNumberGenerator.GetBytes(32), customerId),
                    cancellationToken
                )
        );
    }

    /// <param name="customerId">Whose key it is.</param>
    /// <param name="wrapped">As it stands in the store now.</param>
    public CustomerKey Open(string customerId, byte[] wrapped)
    {
        if (_unwrapped.TryGetValue(customerId, out var known) && known.Wrapped.AsSpan().SequenceEqual(wrapped))
        {
            return known.Key;
        }
        var key = new CustomerKey(secrets.Unwrap(wrapped, customerId));
        _unwrapped[customerId] = (wrapped, key);
        return key;
    }
}
