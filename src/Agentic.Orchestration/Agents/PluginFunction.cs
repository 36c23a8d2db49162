using Agentic.Orchestration.Packs;

namespace Agentic.Orchestration.Agents;

/// <summary>A function that a planner may call, and the plugin that it belongs to.</summary>
/// <param name="Plugin">Letters, digits and underscores.</param>
internal sealed record PluginFunction(string Plugin, FunctionDeclaration Function)
{
    public static string PluginOf(Pack pack) => pack.Name.Replace('-', '_');

    /// <summary>The names that agents call it by: alone, or after its plugin with any of the usual separators.</summary>
    public IEnumerable<string> Names =>
        [Function.Name, $"{Plugin}_{Function.Name}", $"{Plugin}-{Function.Name}", $"{Plugin}.{Function.Name}"];
}
