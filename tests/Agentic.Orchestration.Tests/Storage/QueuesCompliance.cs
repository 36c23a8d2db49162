using Agentic.Contracts;
using Agentic.Orchestration.Storage;

namespace Agentic.Orchestration.Tests.Storage;

/// <summary>What every <see cref="IQueueStore"/> has to do.</summary>
public abstract class QueuesCompliance(IStoreOpener opener) : StoreCompliance(opener)
{
    [StoreFact]
    public async Task Approvals_AreListedOldestFirst_ByStateAndRole_WithTheirAmounts()
    {
        ApprovalRow Row(int number, string role, Money? atRisk) =>
            new($"a-ap{number}", "a", ApprovalStatus.Open, role, Now.AddHours(number), atRisk, Now);
        ApprovalRow[] rows = [Row(1, "approver", new Money(12.34m, "EUR")), Row(2, "lead", null), Row(3, "approver", null)];
        await AppendAsync("a", 0, 1, append => append with { Approvals = rows });
        (await Store.Queues.ListApprovalsAsync("Open", null, null, 10, default)).ShouldBe(rows);
        (await Store.Queues.ListApprovalsAsync("Open", "approver", "a-ap1", 10, default)).ShouldBe([rows[2]]);
        var decided = rows[0] with { Status = ApprovalStatus.Approved, Deadline = Now.AddDays(1) };
        await AppendAsync("a", 1, 1, append => append with { Approvals = [decided] });
        (await Store.Queues.ListApprovalsAsync("Approved", null, null, 10, default)).ShouldBe([decided]);
        (await Store.Queues.ListApprovalsAsync("Open", null, null, 1, default)).ShouldBe([rows[1]]);
    }

    [StoreFact]
    public async Task HandOffs_AreListedByStateAndTopic()
    {
        HandOffRow Row(int number, string topic) => new($"a-h{number}", "a", "open", topic, Now.AddHours(number));
        await AppendAsync("a", 0, 1, append => append with { HandOffs = [Row(1, "review"), Row(2, "sample")] });
        (await Store.Queues.ListHandOffsAsync("open", "sample", null, 10, default)).ShouldBe([Row(2, "sample")]);
        (await Store.Queues.ListHandOffsAsync("open", null, "a-h1", 10, default)).ShouldBe([Row(2, "sample")]);
        await AppendAsync("a", 1, 1, append => append with { HandOffs = [Row(1, "review") with { Status = "done" }] });
        (await Store.Queues.ListHandOffsAsync("open", null, null, 10, default)).ShouldBe([Row(2, "sample")]);
        (await Store.Queues.ListHandOffsAsync("done", null, null, 10, default)).ShouldHaveSingleItem().Id.ShouldBe("a-h1");
    }

    [StoreFact]
    public async Task Counts_AreOfTheWholeStore_WithoutSamplesAndWhatIsDecided()
    {
        (await Store.Queues.CountAsync(Now, default)).ShouldBe(new(0, 0, 0, 0));
        ApprovalRow Approval(int number) =>
            new($"a-ap{number}", "a", ApprovalStatus.Open, "approver", Now.AddHours(number - 1), null, Now);
        HandOffRow HandOff(int number, string topic, string status = "open") =>
            new($"a-h{number}", "a", status, topic, Now.AddHours(-number));
        await AppendAsync(
            "a",
            0,
            1,
            append =>
                append with
                {
                    Approvals = [Approval(0), Approval(1), Approval(2), Approval(3) with { Status = ApprovalStatus.Approved }],
                    HandOffs =
                    [
                        HandOff(1, "review"),
                        HandOff(-1, "failed"),
                        HandOff(2, "sample"),
                        HandOff(3, "review", "done"),
                    ],
                }
        );
        (await Store.Queues.CountAsync(Now, default)).ShouldBe(new(3, 1, 2, 1));
    }
}
