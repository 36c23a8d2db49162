using Microsoft.SemanticKernel;

namespace Agentic.Orchestration.Agents;

/// <summary>
/// The functions of the agents as plugins of Semantic Kernel, for an agent that brings a kernel of its own. They are there
/// to be called, not to be carried out: an agent must hand a call back as it is
/// (<c>FunctionChoiceBehavior.Auto(autoInvoke: false)</c>).
/// </summary>
public sealed class AgentPlugins
{
    private readonly PlannerCatalogue _catalogue;

    internal AgentPlugins(PlannerCatalogue catalogue) => _catalogue = catalogue;

    /// <summary>
    /// A plugin per pack with its actions, one named <c>queries</c>, and one named <c>conversation</c> with the ways to end a
    /// turn. Made from the packs that are loaded now.
    /// </summary>
    public IReadOnlyList<KernelPlugin> Planner =>
        [
            .. _catalogue
                .Functions.GroupBy(function => function.Plugin)
                .Select(plugin => Make(plugin.Key, plugin.Select(one => one.Function))),
        ];

    /// <summary>One plugin, <c>review</c>, with the function that gives the second opinion.</summary>
    public static KernelPlugin Reviewer { get; } =
        Make(Agents.Reviewer.OpinionFunction.Plugin, [Agents.Reviewer.OpinionFunction.Function]);

    private static KernelPlugin Make(string name, IEnumerable<FunctionDeclaration> functions) =>
        KernelPluginFactory.CreateFromFunctions(
            name,
            functions.Select(function => new NonInvokableFunction(function).AsKernelFunction())
        );
}
