namespace Agentic.Retail.Planning;

/// <param name="Name">Canonical name from the vocabulary, or the word itself.</param>
internal sealed record Tag(TagKind Kind, string Name, int At, int Length, int Clause, int Part)
{
    public int End => At + Length;
}
