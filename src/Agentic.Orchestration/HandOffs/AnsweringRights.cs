namespace Agentic.Orchestration.HandOffs;

/// <param name="May">Whether this account may say what became of an effect.</param>
/// <param name="AreSame">Whether two accounts are one person's.</param>
internal sealed record AnsweringRights(Predicate<string> May, Func<string, string, bool> AreSame);
