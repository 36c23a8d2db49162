namespace Agentic.Orchestration.Tests.Planning;

/// <summary>
/// The sentences in the folder of the same name, a file for each language and group of actions. A line is what a customer
/// writes, messages divided by <c>|</c>, and behind <c>=&gt;</c> its one right reading: a plan (<c>order: line×count</c>,
/// then the method if it is not the original one; <c>cancel order</c>, <c>exchange order: line×count&gt;variant</c> and so
/// on), a question (its key), or a person. Two readings divided by <c>#</c> are those of the last two messages.
/// </summary>
internal static class Utterances
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Planning", "Utterances");

    public static IReadOnlyList<(string Locale, string Group)> Groups { get; } =
    [
        .. Directory
            .GetFiles(Folder, "*.txt", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(file => (Path.GetFileName(Path.GetDirectoryName(file))!, Path.GetFileNameWithoutExtension(file))),
    ];

    public static IReadOnlyList<(string Messages, string Expected)> Of(string locale, string group) =>
        [
            .. File.ReadLines(Path.Combine(Folder, locale, group + ".txt"))
                .Where(line => line.Length > 0)
                .Select(line => line.Split(" => ", 2))
                .Select(parts => (parts[0], parts[1])),
        ];
}
