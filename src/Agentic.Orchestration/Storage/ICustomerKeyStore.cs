namespace Agentic.Orchestration.Storage;

/// <summary>Customers' keys, wrapped by the installation's key.</summary>
public interface ICustomerKeyStore
{
    Task<byte[]?> FindAsync(string customerId, CancellationToken cancellationToken);

    /// <summary>Stores a wrapped key unless there is one, and returns the one that is stored.</summary>
    Task<byte[]> AddAsync(string customerId, byte[] wrapped, CancellationToken cancellationToken);
}
