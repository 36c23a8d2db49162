using Agentic.Engine.Checks;

namespace Agentic.Library;

/// <summary>What can be asked of the library, and what can be changed in it.</summary>
internal static class LibraryOperations
{
    public const string Connector = "lending";

    public static IReadOnlyList<OperationDescription> All { get; } =
    [
        new(
            Connector,
            "loan",
            false,
            new Dictionary<string, string> { ["loanId"] = "String" },
            new Dictionary<string, string>
            {
                ["found"] = "Boolean",
                ["loanId"] = "String",
                ["customerId"] = "String",
                ["title"] = "String",
                ["due"] = "String",
                ["dueText"] = "Object",
                ["newDue"] = "String",
                ["newDueText"] = "Object",
                ["renewals"] = "Int32",
                ["reserved"] = "Boolean",
                ["fee"] = "Money",
            }
        ),
        Change("renew", "due", "String", undo: "restore"),
        Change("restore", "due", "String"),
        Change("waiveFee", "amount", "Money", undo: "chargeFee"),
        Change("chargeFee", "amount", "Money"),
    ];

    private static OperationDescription Change(string name, string argument, string type, string? undo = null) =>
        new(
            Connector,
            name,
            true,
            new Dictionary<string, string> { ["loanId"] = "String", [argument] = type },
            new Dictionary<string, string>(),
            undo
        );
}
