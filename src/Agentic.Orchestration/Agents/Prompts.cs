using System.Reflection;

namespace Agentic.Orchestration.Agents;

/// <summary>What models are told, one file each beside this one.</summary>
internal static class Prompts
{
    public static string Planner { get; } = Read("planner.md");

    public static string Reviewer { get; } = Read("reviewer.md");

    private static string Read(string file)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"Agentic.Orchestration.Agents.{file}")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
