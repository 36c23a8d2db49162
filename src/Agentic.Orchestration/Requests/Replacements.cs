namespace Agentic.Orchestration.Requests;

/// <summary>What actions wait for, once newer ones have replaced some of them.</summary>
internal static class Replacements
{
    /// <summary>
    /// Whoever was to come after the older word comes after what replaces it. Where that would make two wait for each other,
    /// such as for the replacement itself, there is nothing to wait for.
    /// </summary>
    /// <param name="replacedBy">By ordinal: the ordinals that stand in its place.</param>
    /// <returns>By ordinal, what each action comes after.</returns>
    public static Dictionary<int, IReadOnlyList<int>> Follow(
        IReadOnlyList<ActionState> actions,
        IReadOnlyDictionary<int, int[]> replacedBy
    )
    {
        var after = actions.ToDictionary(action => action.Ordinal, action => action.After);
        foreach (var action in actions.Where(action => action.After.Any(replacedBy.ContainsKey)))
        {
            after[action.Ordinal] =
            [
                .. action
                    .After.SelectMany(earlier => replacedBy.GetValueOrDefault(earlier) ?? [earlier])
                    .Where(earlier => !Waits(earlier, action.Ordinal, after))
                    .Distinct(),
            ];
        }
        return after;
    }

    private static bool Waits(int ordinal, int on, Dictionary<int, IReadOnlyList<int>> after) =>
        ordinal == on || after[ordinal].Any(earlier => Waits(earlier, on, after));
}
