namespace Agentic.Retail.Planning;

/// <summary>The pieces that a message names, and those of which it says that they stay.</summary>
/// <param name="Doubtful">Colours that are refused without an item.</param>
/// <param name="IsUnclear">Only the customer can say which of the named pieces are meant.</param>
/// <param name="IsOnly">Said to be all that is meant ("only the scarf").</param>
internal sealed record NamedPieces(
    List<Mention> Mentions,
    List<Mention> Excluded,
    List<string> Doubtful,
    bool IsUnclear,
    bool IsOnly
);
