using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Agentic.Orchestration.Agents;

/// <summary>
/// A declaration in the form of an invokable function, for APIs that accept nothing else. Invoking it throws: a call must
/// be journalled and checked before it is answered.
/// </summary>
internal sealed class NonInvokableFunction(FunctionDeclaration declaration) : AIFunction
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
