using System.Text.RegularExpressions;

namespace Agentic.Orchestration.Tests;

/// <summary>Code that fits on a screen. The formatter lays out code; it leaves comments and texts as they are.</summary>
public sealed partial class LayoutTests
{
    private const int MaxColumns = 130;

    [Fact]
    public void Line_FitsOnAScreen()
    {
        var root = Root();
        var files = new[] { "src", "tests" }.SelectMany(folder =>
            Directory.EnumerateFiles(Path.Combine(root, folder), "*.cs", SearchOption.AllDirectories)
        );
        files
            .Where(file => !file.Contains("node_modules", StringComparison.Ordinal))
            .SelectMany(file =>
                File.ReadLines(file).Index().Select(line => (File: file, Number: line.Index + 1, line.Item.Length))
            )
            .Where(line => line.Length > MaxColumns)
            .Select(line => $"{Path.GetRelativePath(root, line.File)}:{line.Number} has {line.Length} columns")
            .ShouldBeEmpty();
    }

    /// <summary>A promise whose proof was renamed away would be one that nobody can check.</summary>
    [Fact]
    public void Docs_NameTestsAndFilesThatExist()
    {
        var root = Root();
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

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Agentic.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests do not run inside the repository.");
        }
        return folder.FullName;
    }
}
