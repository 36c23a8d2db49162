using System.Text.Json.Nodes;
using Agentic.Contracts;

namespace Agentic.Orchestration.Gate;

/// <summary>Whether what would be sealed is what was asked for, in the terms of one kind of business.</summary>
public interface ISealCheck
{
    /// <returns>Which argument does not fit and why; null when all agrees.</returns>
    (string Field, string Why)? Check(JsonObject arguments, IReadOnlyList<SealedEffect> effects);
}
