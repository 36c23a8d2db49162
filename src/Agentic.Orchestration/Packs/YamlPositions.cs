using System.Globalization;
using Agentic.Engine.Definitions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Agentic.Orchestration.Packs;

/// <summary>
/// Finds the line and column that a problem is about: the deepest part of its path that the file really has.
/// </summary>
internal sealed class YamlPositions(string folder)
{
    private readonly Dictionary<string, YamlNode?> _roots = [];

    public Problem Locate(Problem problem)
    {
        if (
            problem.Line is not null
            || !problem.File.EndsWith(".yaml", StringComparison.Ordinal)
            || Root(problem.File) is not { } root
        )
        {
            return problem;
        }
        var start = problem.At == "$" ? root.Start : Find(root, problem.At.TrimStart('$').TrimStart('.'));
        return start is { } mark ? problem with { Line = (int)mark.Line, Column = (int)mark.Column } : problem;
    }

    private YamlNode? Root(string file)
    {
        if (!_roots.TryGetValue(file, out var root))
        {
            _roots[file] = root = Load(Path.Combine(folder, file));
        }
        return root;
    }

    private static YamlNode? Load(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(File.ReadAllText(path)));
            return stream.Documents.Count == 0 ? null : stream.Documents[0].RootNode;
        }
        catch (YamlException)
        {
            // Its place is in the problem already.
            return null;
        }
    }

    private static Mark? Find(YamlNode node, string path)
    {
        Mark? found = null;
        while (path.Length > 0 && Step(node, path) is { } step)
        {
            (found, node, path) = (step.At, step.Node, path[step.Length..].TrimStart('.'));
        }
        return found;
    }

    /// <summary>A text's key may itself have dots, so the longest key that fits is taken.</summary>
    private static (Mark At, YamlNode Node, int Length)? Step(YamlNode node, string path)
    {
        switch (node)
        {
            case YamlMappingNode mapping:
                var member = mapping
                    .Children.Where(child => child.Key is YamlScalarNode { Value: { } key } && StartsWith(path, key))
                    .OrderByDescending(child => ((YamlScalarNode)child.Key).Value!.Length)
                    .FirstOrDefault();
                return member.Key is YamlScalarNode name
                    ? (name.Start, member.Value, name.Value!.Length)
                    // Rules and cases are named by their own id, not by the list that they stand in.
                    : mapping
                        .Children.Values.OfType<YamlSequenceNode>()
                        .Select(list => Named(list, path))
                        .FirstOrDefault(item => item is not null);
            case YamlSequenceNode list
                when path.StartsWith('[') && path.IndexOf(']', StringComparison.Ordinal) is > 0 and var end:
                return
                    int.TryParse(path[1..end], NumberStyles.None, CultureInfo.InvariantCulture, out var index)
                    && index < list.Children.Count
                    ? (list.Children[index].Start, list.Children[index], end + 1)
                    : null;
            case YamlSequenceNode list:
                return Named(list, path);
            default:
                return null;
        }
    }

    private static (Mark At, YamlNode Node, int Length)? Named(YamlSequenceNode list, string path)
    {
        foreach (var item in list.Children.OfType<YamlMappingNode>())
        {
            foreach (var (key, value) in item.Children)
            {
                if (
                    key is YamlScalarNode { Value: "id" or "name" or "use" }
                    && value is YamlScalarNode { Value: { Length: > 0 } id }
                    && StartsWith(path, id)
                )
                {
                    return (item.Start, item, id.Length);
                }
            }
        }
        return null;
    }

    private static bool StartsWith(string path, string key) =>
        path.StartsWith(key, StringComparison.Ordinal) && (path.Length == key.Length || path[key.Length] is '.' or '[');
}
