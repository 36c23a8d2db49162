namespace Agentic.Orchestration.Packs;

/// <summary>Members of a quote that a reader sees beside the amount.</summary>
/// <param name="Adds">Parts that add up to the amount.</param>
/// <param name="Within">What is contained in it, such as a tax.</param>
public sealed record AmountBreakdown(IReadOnlyList<string> Adds, IReadOnlyList<string> Within)
{
    public IEnumerable<string> All => Adds.Concat(Within);
}
