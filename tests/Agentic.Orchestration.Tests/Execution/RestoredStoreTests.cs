using Agentic.Contracts;
using Agentic.Orchestration.Connectors;
using Agentic.Orchestration.Execution;
using Agentic.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Agentic.Orchestration.Tests.Execution;

/// <summary>K2 after a restore: the store has forgotten what it did, and the world has not.</summary>
public sealed class RestoredStoreTests
{
    private const string Jacket = "Bestellung 10042 bitte zurück";

    [Theory]
    [InlineData(Repetition.Idempotent)]
    [InlineData(Repetition.Queryable)]
    [InlineData(Repetition.Neither)]
    public async Task WhatTheStoreHasForgotten_IsNotDoneAgain(Repetition repetition)
    {
        var shop = new FakeShop { Guarantee = new(repetition, TimeSpan.FromSeconds(2)) };
        shop.AddOrder("10042", "anna", "49.00");
        string folder;
        await using (var before = Workbench.Create(shop: shop))
        {
            folder = before.Folder;
            var first = await before.RunAsync(Jacket);
            (await before.StateAsync(first)).Status.ShouldBe(RequestStatus.Completed);
        }
        var done = shop.Books.Count;
        // A backup of before: the same keys, and nothing of what was done.
        var restored = TestFolder.Create("restored");
        File.Copy(Path.Combine(folder, "store.db.dev-key"), Path.Combine(restored, "store.db.dev-key"));
        await using var bench = Workbench.Create(restored, shop);
        await bench.Store.Restores.AddAsync(
            new("Olga Ops", "the disk died", bench.Time.GetUtcNow(), 0, bench.Time.GetUtcNow()),
            default
        );
        await bench.Services.GetRequiredService<RestoredStore>().StartAsync(default);
        var id = await bench.RunAsync(Jacket);
        shop.Books.Count.ShouldBe(done);
        var state = await bench.StateAsync(id);
        if (repetition == Repetition.Neither)
        {
            // Nobody can be asked but people.
            state.HandOffs.ShouldHaveSingleItem().Topic.ShouldBe(HandOffTopics.Unclear);
        }
        else
        {
            state.Status.ShouldBe(RequestStatus.Completed);
        }
    }
}
