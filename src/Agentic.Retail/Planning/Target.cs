namespace Agentic.Retail.Planning;

/// <summary>What an item is to become.</summary>
/// <param name="Step">1 for a size up, -1 for a size down.</param>
/// <param name="IsUnclear">Two different ones are wanted, and which is for which piece is not certain.</param>
/// <param name="IsSaid">A word such as "to" says that this is what is wanted; otherwise it may describe what there is.</param>
internal sealed record Target(
    string? Colour = null,
    string? Size = null,
    int Step = 0,
    bool IsSaid = false,
    bool IsUnclear = false
)
{
    public bool IsEmpty => Colour is null && Size is null && Step == 0;

    public Target Or(Target other) =>
        new(
            Colour ?? other.Colour,
            Size ?? other.Size,
            Step != 0 ? Step
                : Size is null ? other.Step
                : 0,
            IsSaid || (IsEmpty && other.IsSaid),
            IsEmpty ? other.IsUnclear : IsUnclear
        );
}
