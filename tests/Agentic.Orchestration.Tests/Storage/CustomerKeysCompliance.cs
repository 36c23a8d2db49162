using Agentic.Orchestration.Storage;

namespace Agentic.Orchestration.Tests.Storage;

/// <summary>What every <see cref="ICustomerKeyStore"/> has to do.</summary>
public abstract class CustomerKeysCompliance(IStoreOpener opener) : StoreCompliance(opener)
{
    [StoreFact]
    public async Task CustomerKey_FirstOneStays()
    {
        (await Store.CustomerKeys.AddAsync("anna", [1], default)).ShouldBe([1]);
        (await Store.CustomerKeys.AddAsync("anna", [2], default)).ShouldBe([1]);
        (await Store.CustomerKeys.FindAsync("john", default)).ShouldBeNull();
    }
}
