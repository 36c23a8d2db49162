using System.Text.Json.Nodes;
using Agentic.Contracts;

namespace Agentic.Orchestration.Gate;

/// <summary>Checks, for one kind of business, that the effects to be sealed match the arguments.</summary>
public interface ISealCheck
{
    /// <returns>Which argument does not fit and why; null when all agrees.</returns>
    (string Field, string Why)? Check(JsonObject arguments, IReadOnlyList<SealedEffect> effects);
}
