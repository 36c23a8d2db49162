namespace Agentic.Retail.Planning;

/// <summary>The pieces that a message names, and those of which it says that they stay.</summary>
/// <param name="Doubtful">Colours that are refused without an item.</param>
/// <param name="IsUnclear">What is meant of what is named, only the customer can say.</param>
/// <param name="IsOnly">Said to be all that is meant ("only the scarf").</param>
internal sealed record Named(
    List<Mention> Mentions,
    List<Mention> Excluded,
    List<string> Doubtful,
    bool IsUnclear,
    bool IsOnly
);
