namespace Agentic.Engine.Definitions;

public sealed record DefinitionResult(WorkflowDefinition? Definition, IReadOnlyList<Problem> Problems);
