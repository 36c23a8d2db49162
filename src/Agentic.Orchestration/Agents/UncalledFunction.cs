using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Agentic.Orchestration.Agents;

/// <summary>
/// A declaration for those who only know functions that can be carried out. This one refuses: what an agent wants is
/// journalled and checked before anything is answered.
/// </summary>
internal sealed class UncalledFunction(FunctionDeclaration declaration) : AIFunction
{
    public override string Name => declaration.Name;

    public override string Description => declaration.Description;

    public override JsonElement JsonSchema => declaration.JsonSchema;

    protected override ValueTask<object?> InvokeCoreAsync(AIFunctionArguments arguments, CancellationToken cancellationToken) =>
        throw new InvalidOperationException(
            $"'{Name}' is not carried out by the agent. Hand the call back unanswered: "
                + "FunctionChoiceBehavior.Auto(autoInvoke: false), or UseProvidedChatClientAsIs of a ChatClientAgent."
        );
}
