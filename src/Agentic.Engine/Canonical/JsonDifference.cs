using System.Text.Json.Nodes;
using Agentic.Contracts;

namespace Agentic.Engine.Canonical;

/// <summary>Says leaf by leaf what differs between two documents.</summary>
public static class JsonDifference
{
    public static IReadOnlyList<Difference> Between(JsonNode? before, JsonNode? after)
    {
        var found = new List<Difference>();
        Compare(before, after, "", found);
        return found;
    }

    private static void Compare(JsonNode? before, JsonNode? after, string path, List<Difference> found)
    {
        if (before is JsonObject left && after is JsonObject right)
        {
            foreach (var name in left.Select(member => member.Key).Union(right.Select(member => member.Key)))
            {
                Compare(left[name], right[name], path.Length == 0 ? name : $"{path}.{name}", found);
            }
        }
        else if (before is JsonArray first && after is JsonArray second)
        {
            for (var index = 0; index < Math.Max(first.Count, second.Count); index++)
            {
                Compare(
                    index < first.Count ? first[index] : null,
                    index < second.Count ? second[index] : null,
                    $"{path}[{index}]",
                    found
                );
            }
        }
        else if (!JsonNode.DeepEquals(before, after))
        {
            found.Add(new(path, before?.DeepClone(), after?.DeepClone()));
        }
    }
}
