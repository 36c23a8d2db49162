using Microsoft.Extensions.DependencyInjection;

namespace Agentic.Orchestration.OutsideEvents;

public static class OutsideEventServices
{
    public static IServiceCollection AddOutsideEvents(this IServiceCollection services) =>
        services.AddSingleton<EventDelivery>();
}
