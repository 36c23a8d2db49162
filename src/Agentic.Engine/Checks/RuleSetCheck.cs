using Agentic.Engine.Definitions;

namespace Agentic.Engine.Checks;

/// <summary>The rule set that an activity asks exists, and each outcome that it can name is a port.</summary>
public static class RuleSetCheck
{
    public static IEnumerable<ActivityProblem> Run(Activity activity, CheckContext context)
    {
        var ruleSet = activity.Literal("ruleSet");
        if (ruleSet is null || !context.RuleSets.TryGetValue(ruleSet, out var outcomes))
        {
            yield return new($"There is no rule set '{ruleSet}'. Known: {string.Join(", ", context.RuleSets.Keys)}.");
        }
        else if (outcomes.Except(activity.Ports).FirstOrDefault() is { } missing)
        {
            yield return new($"The rule set '{ruleSet}' can say '{missing}', which is not among 'outcomes'.");
        }
    }
}
