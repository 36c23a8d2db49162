namespace Agentic.DemoShop.Admin;

/// <param name="Operation">The name of an operation such as <c>return</c>, <c>refund</c> or <c>cancelOrder</c>;
/// <c>query</c> for all reads, or <c>*</c>.</param>
/// <param name="Kind"><c>errorBefore</c>, <c>errorAfter</c> (5xx, the effect happened), <c>slow</c>, <c>noAnswer</c>,
/// <c>wrongAnswer</c>, <c>refuse</c>;
/// hostile, all of them after the effect happened: <c>saysFailed</c> and <c>saysOther</c> (200 with a failure, or
/// with another amount),
/// <c>wrongTypes</c> (200, numbers for texts), <c>refusesAgain</c> (500, and a refusal when it is sent again).</param>
/// <param name="Share">0 to 1; the rest of the calls is answered normally.</param>
/// <param name="Times">How often it strikes at most; unlimited when null.</param>
/// <param name="About">Strikes only what is about this order, customer or product; everything when null. Changes are
/// about their order.</param>
public sealed record Fault(
    string Operation,
    string Kind,
    double Share = 1,
    int? Times = null,
    int DelayMilliseconds = 500,
    string? About = null
);

public sealed record FaultPlan(IReadOnlyList<Fault> Faults, int Seed = 1);

/// <summary>Faults on demand, drawn from a seeded source so that a run can be repeated.</summary>
public sealed class Faults
{
    private static readonly string[] Kinds =
    [
        "errorBefore",
        "errorAfter",
        "slow",
        "noAnswer",
        "wrongAnswer",
        "refuse",
        "saysFailed",
        "saysOther",
        "wrongTypes",
        "refusesAgain",
    ];
    private readonly Lock _gate = new();
    private FaultPlan _plan = new([]);
    private Random _random = new(1);
    private int[] _struck = [];

    public string? Set(FaultPlan plan)
    {
        if (plan.Faults.FirstOrDefault(fault => !Kinds.Contains(fault.Kind) || fault.Share is < 0 or > 1) is { } wrong)
        {
            return $"kind '{wrong.Kind}' must be one of {string.Join(", ", Kinds)} and share from 0 to 1.";
        }
        lock (_gate)
        {
            (_plan, _random, _struck) = (plan, new(plan.Seed), new int[plan.Faults.Count]);
        }
        return null;
    }

    public Fault? Draw(string operation, string? about = null)
    {
        lock (_gate)
        {
            for (var index = 0; index < _plan.Faults.Count; index++)
            {
                var fault = _plan.Faults[index];
                if (
                    (fault.Operation == operation || fault.Operation == "*")
                    && (fault.About is null || fault.About == about)
                    && (fault.Times is null || _struck[index] < fault.Times)
                    && _random.NextDouble() < fault.Share
                )
                {
                    _struck[index]++;
                    return fault;
                }
            }
            return null;
        }
    }
}
