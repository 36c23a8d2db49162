using System.Text.RegularExpressions;
using Agentic.Testing;

namespace Agentic.Orchestration.Tests;

/// <summary>Code that fits on a screen. The formatter lays out code; it leaves comments and texts as they are.</summary>
public sealed partial class LayoutTests
{
    private const int MaxColumns = 130,
        MaxLines = 300;
    private static readonly string[] Written = [".cs", ".ts", ".tsx", ".css", ".mjs", ".json"];
    private static readonly string[] Code = [".cs", ".ts", ".tsx", ".mjs"];

    [Fact]
    public void Line_FitsOnAScreen() =>
        Files(Written)
            .SelectMany(file =>
                File.ReadLines(file).Index().Select(line => (File: file, Number: line.Index + 1, line.Item.Length))
            )
            .Where(line => line.Length > MaxColumns)
            .Select(line => $"{Path.GetRelativePath(Repository.Root, line.File)}:{line.Number} has {line.Length} columns")
            .ShouldBeEmpty();

    [Fact]
    public void File_IsShort() =>
        Files(Code)
            .Select(file => (Path: Path.GetRelativePath(Repository.Root, file), Lines: File.ReadLines(file).Count()))
            .Where(file => file.Lines > MaxLines)
            .Select(file => $"{file.Path} has {file.Lines} lines")
            .ShouldBeEmpty();

    /// <summary>A promise whose proof was renamed away would be one that nobody can check.</summary>
    [Fact]
    public void Docs_NameTestsAndFilesThatExist()
    {
        var root = Repository.Root;
        var named = new[] { "promises.md", "architecture.md" }
            .SelectMany(file => PathOrTest().Matches(File.ReadAllText(Path.Combine(root, "docs", file))))
            .Select(match => match.Groups[1].Value);
        var known = new[] { "src", "tests" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(root, folder), "*.cs", SearchOption.AllDirectories))
            .ToArray();
        named.Where(name => !known.Any(file => file.EndsWith(WithEnding(name), StringComparison.Ordinal))).ShouldBeEmpty();
    }

    /// <summary>Rooms are named without the project's prefix, tests without the file's ending.</summary>
    private static string WithEnding(string name) => name.EndsWith(".cs", StringComparison.Ordinal) ? name : $"/{name}.cs";

    [GeneratedRegex(@"`((?:\w+/)*\w+\.cs|\w+Tests)`")]
    private static partial Regex PathOrTest();

    private static IEnumerable<string> Files(string[] endings) =>
        new[] { "src", "tests" }
            .SelectMany(folder =>
                Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*", SearchOption.AllDirectories)
            )
            .Where(file => endings.Contains(Path.GetExtension(file)) && !Foreign().IsMatch(file));

    /// <summary>Fetched or made by a tool, or data that was recorded and must stay as it is.</summary>
    [GeneratedRegex(@"[/\\](node_modules|dist|generated|obj|bin|Histories|Recorded\w*)[/\\]|(package-lock|openapi)\.json$")]
    private static partial Regex Foreign();
}
