using System.Text.Json;
using System.Text.Json.Nodes;
using Agentic.Contracts;
using Agentic.Orchestration.Journal;
using Agentic.Orchestration.Security;

namespace Agentic.Orchestration.Tests.Journal;

public sealed class EventSealTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);
    private readonly CustomerKey _key = new(new byte[32]);

    [Fact]
    public void WhatWasSealed_CanBeOpened_AndWhatCouldNotBe_IsRefusedBefore()
    {
        var opened = 0;
        using var cipher = new Cipher(_key.Bytes);
        for (var depth = 1; depth < 200; depth++)
        {
            var fact = new ModelTurnTaken(1, 1, "model", Nested(depth), 0, 0);
            try
            {
                var stored = EventSeal.Seal("r", "a", EventSeal.Genesis("r"), 1, Now, fact, _key, cipher);
                var read = EventSeal.Open("r", stored, cipher).ShouldBeOfType<ModelTurnTaken>();
                JsonNode.DeepEquals(read.Reply, fact.Reply).ShouldBeTrue();
                EventSeal.IsCommitted("r", stored, cipher).ShouldBeTrue();
                opened = depth;
            }
            catch (JsonException)
            {
                opened.ShouldBe(depth - 1);
                break;
            }
        }
        // All that JSON from outside can be, wrapped a good many times.
        opened.ShouldBeInRange(100, 128);
    }

    [Fact]
    public void EntriesOfOneThread_DoNotMixTheirBytes()
    {
        using var cipher = new Cipher(_key.Bytes);
        var head = EventSeal.Genesis("r");
        foreach (var (version, length) in new[] { 10_000, 1, 500, 20_000, 3 }.Index())
        {
            var fact = new CustomerAsked(new string((char)('a' + version), length), ByModel: true);
            var stored = EventSeal.Seal("r", "a", head, version + 1, Now, fact, _key, cipher);
            EventSeal.Open("r", stored, cipher).ShouldBe(fact);
            EventSeal.Chain(head, stored).ShouldBe(stored.Hash);
            head = stored.Hash;
        }
    }

    private static JsonObject Nested(int depth)
    {
        var value = new JsonObject();
        for (var level = 1; level < depth; level++)
        {
            value = new() { ["a"] = value };
        }
        return value;
    }
}
