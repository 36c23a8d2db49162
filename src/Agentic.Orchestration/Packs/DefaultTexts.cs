namespace Agentic.Orchestration.Packs;

/// <summary>What every pack says where its own texts files do not say it otherwise.</summary>
internal static class DefaultTexts
{
    public static IReadOnlyDictionary<string, string> German { get; } = Read("texts.de.yaml");

    public static IReadOnlyDictionary<string, string> English { get; } = Read("texts.en.yaml");

    /// <summary>The default texts with a pack's own in their place.</summary>
    public static IReadOnlyDictionary<string, string> With(
        IReadOnlyDictionary<string, string> own,
        IReadOnlyDictionary<string, string> defaults
    ) => own.Concat(defaults.Where(text => !own.ContainsKey(text.Key))).ToDictionary();

    private static Dictionary<string, string> Read(string file) =>
        YamlFile.ReadEmbedded<Dictionary<string, string>>($"Agentic.Orchestration.Packs.{file}");
}
