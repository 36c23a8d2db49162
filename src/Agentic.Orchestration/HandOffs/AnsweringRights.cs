namespace Agentic.Orchestration.HandOffs;

/// <param name="CanAnswer">Whether this account may say what became of an effect.</param>
/// <param name="AreSamePerson">Whether two accounts are one person's.</param>
internal sealed record AnsweringRights(Predicate<string> CanAnswer, Func<string, string, bool> AreSamePerson);
