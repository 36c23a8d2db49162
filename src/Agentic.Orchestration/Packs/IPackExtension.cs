using Agentic.Engine.Definitions;

namespace Agentic.Orchestration.Packs;

/// <summary>
/// What one kind of business adds to the folder of a pack, such as a vocabulary. Registered by the program; asked about
/// each pack when it is loaded.
/// </summary>
public interface IPackExtension
{
    /// <param name="folder">The pack's folder.</param>
    /// <param name="actions">The pack's catalogue, as far as it could be read.</param>
    /// <param name="problems">Takes everything that is wrong, with file and place.</param>
    /// <returns>What <see cref="Pack.Extension{T}"/> then finds; null when the folder holds nothing of the kind.</returns>
    object? Read(string folder, IReadOnlyDictionary<string, CatalogueAction> actions, List<Problem> problems);
}
