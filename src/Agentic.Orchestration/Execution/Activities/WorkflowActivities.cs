using Agentic.Engine.Definitions;
using Microsoft.Extensions.DependencyInjection;

namespace Agentic.Orchestration.Execution.Activities;

/// <summary>The activities that a workflow may use beside those of the flow. Another one is a class and a line here.</summary>
public static class WorkflowActivities
{
    private static readonly Registration[] All =
    [
        Of<QueryActivity>(QueryActivity.Type),
        Of<DecideActivity>(DecideActivity.Type),
        Of<GateActivity>(GateActivity.Type),
        Of<EffectActivity>(EffectActivity.Type),
        Of<NotifyActivity>(NotifyActivity.Type),
        Of<AskActivity>(AskActivity.Type),
        Of<HumanTaskActivity>(HumanTaskActivity.Type),
        Of<AwaitActivity>(AwaitActivity.Type),
        Of<EventActivity>(EventActivity.Type),
        Of<DelayActivity>(DelayActivity.Type),
        Of<AgentActivity>(AgentActivity.Type),
        Of<ProposeActivity>(ProposeActivity.Type),
        Of<HandOffActivity>(HandOffActivity.Type),
    ];

    /// <summary>What a definition may use.</summary>
    public static ActivityCatalogue Catalogue { get; } = new(All.Select(one => one.Type));

    internal static IServiceCollection AddActivities(this IServiceCollection services)
    {
        foreach (var (type, register) in All)
        {
            register(services, type.Name);
        }
        return services.AddSingleton(Catalogue);
    }

    private static Registration Of<T>(ActivityType type)
        where T : class, IActivity =>
        new(
            type,
            (services, name) =>
                services.AddSingleton<T>().AddKeyedSingleton<IActivity>(name, (provider, _) => provider.GetRequiredService<T>())
        );

    private sealed record Registration(ActivityType Type, Action<IServiceCollection, string> Register);
}
