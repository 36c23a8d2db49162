using Agentic.Orchestration.Storage;

namespace Agentic.Orchestration.Tests.Storage;

/// <summary>What every <see cref="ICheckpointStore"/> has to do.</summary>
public abstract class CheckpointsCompliance(IStoreOpener opener) : StoreCompliance(opener)
{
    [StoreFact]
    public async Task Checkpoint_CoversHeadsThatChangedSince()
    {
        await AppendAsync("a", 0, 1);
        var (head, _) = (await Store.Checkpoints.ListUncoveredHeadsAsync(1000, default)).ShouldHaveSingleItem();
        await Store.Checkpoints.TryAddAsync(
            new(1, Now, $"{head.Id} {head.Version} {Convert.ToHexStringLower(head.Head)}", [9]),
            default
        );
        (await Store.Checkpoints.ListUncoveredHeadsAsync(1000, default)).ShouldBeEmpty();
        await AppendAsync("a", 1, 1);
        (await Store.Checkpoints.ListUncoveredHeadsAsync(1000, default)).ShouldHaveSingleItem().Request.Version.ShouldBe(2);
        (await Store.Checkpoints.FindLastAsync(default))!.Number.ShouldBe(1);
    }

    [StoreFact]
    public async Task Checkpoint_PlacesItsLeaves_AndAKeyIsKeptOnce()
    {
        await AppendAsync("a", 0, 1);
        await AppendAsync("b", 0, 1);
        CheckpointRow row = new(1, Now, "a 1 01 1 aa\nb 1 01 0 bb\nseal accounts 0 00", [9])
        {
            Format = 2,
            Count = 2,
            Root = [7],
            KeyId = "k",
        };
        await Store.Checkpoints.TryAddAsync(row, default);
        (await Store.Checkpoints.ReadLeavesAsync(default)).ShouldBe([
            [0xbb],
            [0xaa],
        ]);
        var read = await Store.Checkpoints.ReadAfterAsync(0, default).SingleAsync();
        (read.Heads, read.Format, read.Count, read.Root[0], read.KeyId).ShouldBe((row.Heads, 2, 2, (byte)7, "k"));
        (await Store.Checkpoints.ListAsync(default)).ShouldHaveSingleItem().Heads.ShouldBe("");
        // Two hosts sign at the same moment: one of them does.
        (await Store.Checkpoints.TryAddAsync(row with { Heads = "a 9 01 1 cc" }, default)).ShouldBeFalse();
        (await Store.Checkpoints.ReadLeavesAsync(default))[1].ShouldBe([0xaa]);
        (await Store.Checkpoints.ReadAfterAsync(1, default).ToArrayAsync()).ShouldBeEmpty();
        await Store.Checkpoints.AddSigningKeyAsync(new("k", [1]), default);
        await Store.Checkpoints.AddSigningKeyAsync(new("k", [2]), default);
        (await Store.Checkpoints.ListSigningKeysAsync(default)).ShouldHaveSingleItem().PublicKey.ShouldBe([1]);
    }
}
