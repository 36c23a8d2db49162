using Agentic.Contracts;
using Agentic.Orchestration.Storage;

namespace Agentic.Orchestration.Tests.Storage;

/// <summary>What every <see cref="IRequestIndex"/> has to do.</summary>
public abstract class RequestIndexCompliance(IStoreOpener opener) : StoreCompliance(opener)
{
    [StoreFact]
    public async Task Owner_CanBecomeKnownLater_TheKeyStaysWithTheFirst()
    {
        Append Visitor(Append append, string customer) =>
            append with
            {
                Request = append.Request with { CustomerId = customer, KeyOwner = "visitor:r1" },
                IsOwnerNew = customer == "anna",
            };
        (await AppendAsync("r1", 0, 1, append => Visitor(append, "visitor:r1"))).ShouldBeNull();
        (await AppendAsync("r1", 1, 1, append => Visitor(append, "anna"))).ShouldBeNull();
        (await Store.Journal.FindRequestAsync("r1", default))
            .ShouldNotBeNull()
            .ShouldSatisfyAllConditions(row => row.CustomerId.ShouldBe("anna"), row => row.KeyOwner.ShouldBe("visitor:r1"));
        (await Store.Requests.ListAsync(new("anna", null, null, 10), default)).Select(row => row.Id).ShouldBe(["r1"]);
    }

    [StoreFact]
    public async Task Requests_AreListedNewestFirst_ByCustomerAndState()
    {
        foreach (var number in Enumerable.Range(0, 5))
        {
            await AppendAsync($"r{number}", 0, 1);
        }
        (await ListAsync(new("anna", null, null, 3))).ShouldBe(["r4", "r3", "r2"]);
        (await ListAsync(new("anna", null, "r2", 3))).ShouldBe(["r1", "r0"]);
        (await ListAsync(new("john", null, null, 3))).ShouldBeEmpty();
        (await ListAsync(new(null, "Completed", null, 3))).ShouldBeEmpty();
        async Task<IEnumerable<string>> ListAsync(RequestFilter filter) =>
            (await Store.Requests.ListAsync(filter, default)).Select(row => row.Id);
    }

    [StoreFact]
    public async Task OpenRequests_AreThoseOfTheCustomerThatHaveNotEnded()
    {
        await AppendAsync("r1", 0, 1);
        await AppendAsync("r2", 0, 1);
        await AppendAsync("r3", 0, 1, append => append with { Request = append.Request with { CustomerId = "john" } });
        await AppendAsync(
            "r1",
            1,
            1,
            append => append with { Request = append.Request with { Status = RequestStatus.Completed } }
        );
        (await Store.Requests.ListOpenAsync("anna", default)).ShouldBe(["r2"]);
    }
}
