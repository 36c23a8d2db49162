namespace Agentic.Engine.Definitions;

/// <summary>The types of activity that a definition may use. Anything else is refused when it is read.</summary>
public sealed class ActivityCatalogue
{
    private readonly Dictionary<string, ActivityType> _types;

    /// <param name="types">Beside those of the flow itself, which every catalogue has.</param>
    public ActivityCatalogue(IEnumerable<ActivityType> types) =>
        _types = FlowActivities.All.Concat(types).ToDictionary(type => type.Name);

    public IEnumerable<string> Names => _types.Keys.Order(StringComparer.Ordinal);

    public ActivityType? Find(string name) => _types.GetValueOrDefault(name);
}
