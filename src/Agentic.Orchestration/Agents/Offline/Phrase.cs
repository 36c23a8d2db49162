namespace Agentic.Orchestration.Agents.Offline;

/// <summary>A whole sentence that proposes an action, such as <c>{loanId} verlängern</c>.</summary>
/// <param name="Parts">Its words, normalised, and its placeholders in braces.</param>
internal sealed record Phrase(string Action, IReadOnlyList<string> Parts)
{
    /// <returns>The argument that a part stands for; null when it is a word.</returns>
    public static string? ArgumentOf(string part) => part.StartsWith('{') && part.EndsWith('}') ? part[1..^1] : null;
}
