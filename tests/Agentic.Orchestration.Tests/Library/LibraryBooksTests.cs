using System.Text.Json.Nodes;
using Agentic.Library;
using Agentic.Testing;

namespace Agentic.Orchestration.Tests.Library;

public sealed class LibraryBooksTests
{
    private readonly string _file = Path.Combine(TestFolder.Create("library"), "library.jsonl");
    private readonly ShiftedTime _time = new(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero));

    [Fact]
    public void SameKey_IsCarriedOutOnce_AlsoAfterARestart()
    {
        Open().Change("k1", "waiveFee", Fee()).ShouldBeNull();
        var again = Open();
        again.Change("k1", "waiveFee", Fee()).ShouldBeNull();
        again.Knows("k1").ShouldBeTrue();
        again.Find("l2043")!.Fee.ShouldBeNull();
        File.ReadAllLines(_file).Length.ShouldBe(2, "when the books were opened, and the one change");
    }

    [Fact]
    public void LineThatACrashCutOff_NeverHappened()
    {
        Open().Change("k1", "waiveFee", Fee()).ShouldBeNull();
        File.AppendAllText(_file, "{\"on\":\"2026-11-23\",\"key\":\"k2\",\"oper");
        var books = Open();
        books.Knows("k2").ShouldBeFalse();
        books.Change("k2", "chargeFee", Fee()).ShouldBeNull();
        Open().Find("L2043")!.Fee!.Value.Amount.ShouldBe(4.50m);
    }

    [Fact]
    public void ChangeThatCannotBeWritten_HasNotHappened()
    {
        var books = Open();
        books.Find("L2043")!.Fee.ShouldNotBeNull();
        // A folder stands where the file should be.
        Directory.CreateDirectory(_file);
        Should.Throw<Exception>(() => books.Change("k1", "waiveFee", Fee()));
        books.Knows("k1").ShouldBeFalse();
        books.Find("L2043")!.Fee.ShouldNotBeNull();
        Directory.Delete(_file);
        books.Change("k1", "waiveFee", Fee()).ShouldBeNull();
    }

    private LibraryBooks Open() => new(_file, _time);

    private static JsonObject Fee() => new() { ["loanId"] = "L2043", ["amount"] = FakeShop.Euro("4.50") };
}
